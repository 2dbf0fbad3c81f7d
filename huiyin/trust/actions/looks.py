"""Reading a number, or words, that are masked. Whether one may is asked where the reason lies: a case asks its own scope."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.ground.commands.actions import repeat_of
from huiyin.ground.ids import new_id
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.trust.models import Look, Original
from huiyin.trust.rules.looking import LookedAt, LookPurpose, checked_purpose, checked_words


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
    why = _Why(checked_purpose(purpose), checked_words(words), area, now, case_id, client_key)
    phone = people.person(person_id).phone
    if not phone or by.person_id is None or by.post_id is None:
        raise NotThere("没有登记手机号。")
    _look(LookedAt.PHONE, person_id, by, why)
    return phone


@transaction.atomic
def original_of(
    *,
    subject_id: int,
    by: By,
    purpose: str,
    words: str,
    area: str,
    now: datetime,
    client_key: UUID | None = None,
) -> str:
    """Return words as they were written before they were masked for others, and keep who read them and why.

    Raises Refused without a purpose of the list or words, NotThere for what is not kept (any more).
    """
    why = _Why(checked_purpose(purpose), checked_words(words), area, now, None, client_key)
    kept = Original.objects.filter(pk=subject_id).first()
    if kept is None or kept.person_id is None or by.person_id is None or by.post_id is None:
        raise NotThere("原文已经不在了：过了保存期限，或者本人已经撤回。")
    _look(LookedAt.ORIGINAL, kept.person_id, by, why)
    return kept.text


@dataclass(frozen=True)
class _Why:
    """What stands in a look beside who and whom."""

    purpose: LookPurpose
    words: str
    area: str
    now: datetime
    case_id: int | None
    client_key: UUID | None


def _look(what: LookedAt, person_id: int, by: By, why: _Why) -> None:
    look_id = new_id()
    if by.person_id is None or by.post_id is None:
        raise RuntimeError("somebody looks, in an office: the callers ask")
    before = repeat_of(why.client_key, verb="look", person_id=by.person_id, result_id=look_id)
    if before is not None:
        return
    look = Look.objects.create(
        id=look_id,
        person_id=person_id,
        by_person_id=by.person_id,
        by_post_id=by.post_id,
        what=what,
        case_id=why.case_id,
        at=why.now,
        purpose=why.purpose,
        words=why.words,
    )
    _record(look, by=by, area=why.area)


def _record(look: Look, *, by: By, area: str) -> None:
    """The purpose is a code and may be sealed; the words stand in the look alone."""
    record(
        f"person.{look.what}_seen",
        subject="person",
        subject_id=look.person_id,
        by=by,
        at=look.at,
        area=area,
        data={"look_id": look.pk, "why": str(look.purpose), "case_id": look.case_id},
        topics=[f"person:{look.person_id}"],
    )
