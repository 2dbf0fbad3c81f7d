"""Who holds a post, and who stands in. Every change locks the post first."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Conflict, Refused
from huiyin.people import queries
from huiyin.people.models import Incumbency, Substitute
from huiyin.people.rules import PostFacts, check_administrators_apart


@transaction.atomic
def take_post(
    *, post_id: int, person_id: int, by: By, now: datetime, until: datetime | None = None
) -> Incumbency:
    """Have a person hold a post from now on. until: the end of the term (aware); None without an end.

    Raises Conflict when they hold it already, or when it is for one person and somebody else holds it; Refused when
    one person would be two of the three administrators, or the term ends before it begins.
    """
    post = queries.lock_post(post_id)
    queries.lock_person(person_id)
    _demand_future(until, now)
    present = _present(post_id, now)
    if present.filter(person_id=person_id).exists():
        raise Conflict(_("这个人已经在这个岗位上。"))
    if post.role.is_exclusive and present.exists():
        raise Conflict(_("这个岗位已经有人在岗，请先办理离岗。"))
    held = queries.viewer_of(person_id, at=now)
    check_administrators_apart([post.role, *held.roles])
    incumbency = Incumbency.objects.create(
        post_id=post_id,
        person_id=person_id,
        from_at=now,
        to_at=until,
        is_exclusive=post.role.is_exclusive,
    )
    _record("post.taken", post, by, now, person_id=person_id)
    return incumbency


@transaction.atomic
def set_term(
    *, post_id: int, person_id: int, until: datetime | None, by: By, now: datetime
) -> Incumbency:
    """Say until when a person holds a post; from then on it is vacant by itself. until: aware; None takes the end away.

    Raises Conflict when they do not hold it, Refused for a moment that is past.
    """
    post = queries.lock_post(post_id)
    _demand_future(until, now)
    incumbency = _present(post_id, now).filter(person_id=person_id, from_at__lte=now).first()
    if incumbency is None:
        raise Conflict(_("这个人现在不在这个岗位上。"))
    incumbency.to_at = until
    incumbency.save(update_fields=["to_at"])
    ends = until.isoformat() if until else None
    _record("post.term_set", post, by, now, person_id=person_id, until=ends)
    return incumbency


def _present(post_id: int, now: datetime) -> QuerySet[Incumbency]:
    """Who holds a post or will: a term that has an end is held until then."""
    return Incumbency.objects.filter(Q(to_at=None) | Q(to_at__gt=now), post_id=post_id)


def _demand_future(until: datetime | None, now: datetime) -> None:
    if until is not None and until <= now:
        raise Refused(_("任期的结束时间必须晚于现在。"))


@transaction.atomic
def leave_post(*, post_id: int, person_id: int, by: By, now: datetime) -> Incumbency:
    """End a person's time on a post; its work falls to the post above until somebody takes it.

    Raises Conflict when the person does not hold it.
    """
    post = queries.lock_post(post_id)
    present = _present(post_id, now).filter(person_id=person_id)
    incumbency = present.filter(from_at__lt=now).first()
    if incumbency is None:
        raise Conflict(_("这个人现在不在这个岗位上。"))
    incumbency.to_at = now
    incumbency.save(update_fields=["to_at"])
    _record("post.left", post, by, now, person_id=person_id)
    return incumbency


@transaction.atomic
def substitute(
    *, post_id: int, by_post_id: int, from_at: datetime, to_at: datetime, by: By, now: datetime
) -> Substitute:
    """Have the people of `by_post_id` act for a post from `from_at` until `to_at`, a leave for instance.

    Raises Refused for a period that is none or past, a post standing in for itself, a substitute post without people,
    or one administrator for another; Conflict when somebody stands in during that period already.
    """
    post = queries.lock_post(post_id)
    stand_in = queries.post_facts(by_post_id)
    if not from_at < to_at or to_at <= now:
        raise Refused(_("替岗的结束时间必须晚于开始时间和现在。"))
    if post_id == by_post_id:
        raise Refused(_("岗位不能由自己顶替。"))
    if not queries.is_staffed(by_post_id, at=max(from_at, now)):
        raise Refused(_("“%s”没有人在岗，不能替岗。") % stand_in.title)
    check_administrators_apart([post.role, stand_in.role])
    others = Substitute.objects.filter(post_id=post_id, from_at__lt=to_at, to_at__gt=from_at)
    if others.exists():
        raise Conflict(_("这段时间已经安排了替岗。"))
    row = Substitute.objects.create(
        post_id=post_id, by_post_id=by_post_id, from_at=from_at, to_at=to_at
    )
    period = {"from_at": from_at.isoformat(), "to_at": to_at.isoformat()}
    _record("post.substituted", post, by, now, by_post_id=by_post_id, **period)
    return row


@transaction.atomic
def end_substitute(*, substitute_id: int, by: By, now: datetime) -> Substitute:
    """End a substitute early. Raises Conflict when it has not begun or is over."""
    row = Substitute.objects.select_for_update().filter(id=substitute_id).first()
    if row is None or not row.from_at < now < row.to_at:
        raise Conflict(_("这次替岗不在进行中。"))
    row.to_at = now
    row.save(update_fields=["to_at"])
    post = queries.post_facts(row.post_id)
    _record("post.substitute_ended", post, by, now, by_post_id=row.by_post_id)
    return row


@transaction.atomic
def withdraw_substitute(*, substitute_id: int, by: By, now: datetime) -> None:
    """End a substitute that stands in, or have one that has not begun never begin. What is over stays as it was."""
    row = Substitute.objects.select_for_update().filter(id=substitute_id, to_at__gt=now).first()
    if row is None:
        return
    if row.from_at < now:
        end_substitute(substitute_id=substitute_id, by=by, now=now)
        return
    post = queries.post_facts(row.post_id)
    row.delete()
    _record("post.substitute_ended", post, by, now, by_post_id=row.by_post_id)


def _record(kind: str, post: PostFacts, by: By, now: datetime, **data: Any) -> None:
    record(
        kind,
        subject="post",
        subject_id=post.id,
        by=by,
        at=now,
        area=post.path,
        data=data,
        topics=[f"post:{post.id}"],
    )
