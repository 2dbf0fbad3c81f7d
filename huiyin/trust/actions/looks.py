"""Reading a number that is masked. Whether one may is asked where the reason lies: a case asks its own scope."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.ground.commands.actions import repeat_of
from huiyin.ground.ids import new_id
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.trust.models import Look
from huiyin.trust.rules.looking import checked_purpose, checked_words


@transaction.atomic
def phone_of(
    *,
    person_id: int,
    by: By,
    purpose: str,
    words: str,
    area: str,
    now: datetime,
    case_id: int | None = None,
    client_key: UUID | None = None,
) -> str:
    """Return a person's number, and keep who read it and why. The same client key is one look.

    by: with the post in whose office it is read. Raises Refused without a purpose of the list or words, NotThere for a
    person without a number.
    """
    reason = {"purpose": checked_purpose(purpose), "words": checked_words(words)}
    phone = people.person(person_id).phone
    if not phone or by.person_id is None or by.post_id is None:
        raise NotThere("没有登记手机号。")
    look_id = new_id()
    if repeat_of(client_key, verb="look", person_id=by.person_id, result_id=look_id) is not None:
        return phone
    look = Look.objects.create(
        id=look_id,
        person_id=person_id,
        by_person_id=by.person_id,
        by_post_id=by.post_id,
        case_id=case_id,
        at=now,
        **reason,
    )
    _record(look, by=by, area=area)
    return phone


def _record(look: Look, *, by: By, area: str) -> None:
    """The purpose is a code and may be sealed; the words stand in the look alone."""
    record(
        "person.phone_seen",
        subject="person",
        subject_id=look.person_id,
        by=by,
        at=look.at,
        area=area,
        data={"look_id": look.pk, "why": str(look.purpose), "case_id": look.case_id},
        topics=[f"person:{look.person_id}"],
    )
