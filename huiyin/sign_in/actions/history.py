"""What happened at the door: a line for the owner, an entry for the audit. The ledger is told ids alone."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from huiyin.ground import jobs
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.sign_in.models import HistoryLine
from huiyin.sign_in.rules import NOWHERE, Kind, Way, Where

if TYPE_CHECKING:
    from huiyin.people.models import Account

SOMEBODY = By(None, None)


@transaction.atomic
def note(
    kind: Kind,
    *,
    account: "Account",
    now: datetime,
    where: Where = NOWHERE,
    way: str = "",
    by: By | None = None,
    reason: str = "",
    by_title: str = "",
    is_to_be_told: bool = False,
) -> HistoryLine:
    """Write what happened to an account. by: who did it, the owner when left out.

    way: of coming in, or the factor it is about. is_to_be_told: shown to the owner when they come in next.
    """
    record(
        f"account.{kind}",
        subject="account",
        subject_id=account.pk,
        by=by or By(account.person_id, None),
        at=now,
        area="",
        data={"person_id": account.person_id, "way": way, "reason": reason},
        topics=[f"person:{account.person_id}"] if is_to_be_told and account.person_id else [],
    )
    return HistoryLine.objects.create(
        account=account,
        kind=kind,
        at=now,
        way=way,
        address=where.place,
        device=where.device,
        reason=reason,
        by_title=by_title,
        told_at=None if is_to_be_told else now,
    )


def note_failure(
    *, username: str, way: Way | str, where: Where, now: datetime, is_now_locked: bool
) -> None:
    """Have the owner of a name told that somebody tried it in vain. is_now_locked: this failure was the one that locked it.

    It is written by a job, which is queued for names that nobody has as well: how long the page takes tells nothing.
    """
    jobs.defer(
        write_failure,
        username=username,
        way=str(way),
        place=where.place,
        device=where.device,
        moment=now.isoformat(),
        is_now_locked=is_now_locked,
    )


def write_failure(
    username: str, way: str, place: str, device: str, moment: str, *, is_now_locked: bool
) -> None:
    """The job. A name that nobody has leaves no trace here."""
    try:
        account = people.account_by_username(username)
    except NotThere:
        return
    where, then = Where(place=place, device=device), datetime.fromisoformat(moment)
    note(Kind.FAILED, account=account, now=then, where=where, way=way, by=SOMEBODY)
    if is_now_locked:
        note(Kind.LOCKED, account=account, now=then, where=where, by=SOMEBODY, is_to_be_told=True)
