"""Taking a person out of people: the row stays without a name, because history points to it."""

from datetime import datetime

from django.db import transaction

from huiyin.ground.ledger.actions import By, record
from huiyin.people import queries
from huiyin.people.models import Account, ApiKey, HouseholdMember, Person
from huiyin.people.rules import normal_name

GONE_NAME = "已注销的居民"


@transaction.atomic
def rename_person(*, person_id: int, name: str, now: datetime, by: By) -> Person:
    """Put a name right. Raises Refused for what is no name."""
    person = queries.person(person_id)
    person.name = normal_name(name)
    person.save(update_fields=["name"])
    record(
        "person.renamed",
        subject="person",
        subject_id=person.pk,
        by=by,
        at=now,
        area="",
        data={},
        topics=[f"person:{person.pk}"],
    )
    return person


@transaction.atomic
def forget_person(*, person_id: int, keeps_name: bool, now: datetime) -> dict[str, int]:
    """Empty what is known of a person and close their account. Returns what is gone, in words, with counts.

    keeps_name: for who held a post. The caller records why.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    person.key = None
    person.name = person.name if keeps_name else GONE_NAME
    person.phone = person.phone_hash = ""
    person.born_on, person.elder_mode = None, False
    person.save()
    homes, _rows = HouseholdMember.objects.filter(person_id=person_id).delete()
    keys = ApiKey.objects.filter(person_id=person_id)
    keys.update(name="", revoked_at=now)
    account = Account.objects.filter(person_id=person_id).first()
    if account is not None:
        _close(account)
    return {
        "姓名、手机号、出生日期": 1,
        "住址": homes,
        "登录账号": int(account is not None),
    }


def _close(account: Account) -> None:
    account.username, account.is_active, account.last_login = f"gone-{account.pk}", False, None
    account.set_unusable_password()
    account.save()
