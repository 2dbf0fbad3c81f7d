"""请假: a holder is away for a time, and others act for the post. It ends by itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.commands import actions as commands
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Conflict, NotAllowed, Refused
from huiyin.lib.times import local
from huiyin.people import actions as staffing
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Viewer
from huiyin.posts import queries, rules
from huiyin.posts.actions.slips import tell
from huiyin.posts.models import Leave

LONGEST = timedelta(days=183)


@dataclass(frozen=True)
class Absence:
    """Who is away from which post, when, and whose people stand in. from_at, to_at: aware."""

    post_id: int
    person_id: int
    by_post_id: int | None
    from_at: datetime
    to_at: datetime


@transaction.atomic
def take_leave(
    *, viewer: Viewer, absence: Absence, now: datetime, client_key: UUID | None = None
) -> Leave:
    """Have somebody be away, with a substitute; none is needed where colleagues hold the same post meanwhile.

    Raises NotThere, NotAllowed; Conflict when the person does not hold the post or is away then already; Refused for a
    period that makes no sense, or without anybody who would act.
    """
    verb = "posts.take_leave"
    before = commands.repeat_of(client_key, verb=verb, person_id=viewer.person_id)
    if before is not None:
        return Leave.objects.get(pk=before)
    post = queries.access_post(viewer, absence.post_id)
    people.lock_post(post.id)
    if not rules.may_staff(viewer, post, absence.person_id):
        raise NotAllowed(_("只有本人和上级可以安排请假。"))
    begins = max(absence.from_at, now)
    _demand_sense(post, absence, now)
    by = By(viewer.person_id, _office(viewer, post))
    row = Leave(
        post_id=post.id,
        person_id=absence.person_id,
        from_at=begins,
        to_at=absence.to_at,
        asked_by_id=viewer.person_id,
    )
    if absence.by_post_id is not None:
        row.substitute = staffing.substitute(
            post_id=post.id,
            by_post_id=absence.by_post_id,
            from_at=begins,
            to_at=absence.to_at,
            by=by,
            now=now,
        )
    row.save(force_insert=True)
    commands.done(client_key, row.pk)
    _note("post.leave_taken", row, post, by, now)
    _tell(row, post, absence.by_post_id, now)
    return row


@transaction.atomic
def end_leave(*, viewer: Viewer, leave_id: int, now: datetime) -> Leave:
    """Be back early, or not go at all. Raises NotThere, NotAllowed; Conflict when it is over."""
    post_id = Leave.objects.filter(pk=leave_id).values_list("post_id", flat=True).first()
    post = queries.access_post(viewer, post_id or 0)
    people.lock_post(post.id)
    row = Leave.objects.get(pk=leave_id)
    if not rules.may_staff(viewer, post, row.person_id):
        raise NotAllowed(_("只有本人和上级可以安排请假。"))
    if row.ended_at is not None or row.to_at <= now:
        raise Conflict(_("这次请假已经结束。"))
    by, substitute_id = By(viewer.person_id, _office(viewer, post)), row.substitute_id
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    if substitute_id is not None:
        staffing.withdraw_substitute(substitute_id=substitute_id, by=by, now=now)
    _note("post.leave_ended", row, post, by, now)
    words = _("%(post)s的请假已结束，替岗同时结束。") % {"post": post.title}
    tell([row.person_id], post_id=post.id, key=f"leave-ended:{row.pk}", text=words, now=now)
    return row


def _demand_sense(post: PostFacts, absence: Absence, now: datetime) -> None:
    if absence.from_at >= absence.to_at or absence.to_at <= now:
        raise Refused(_("请假的结束时间必须晚于开始时间和现在。"))
    if absence.to_at - max(absence.from_at, now) > LONGEST:
        raise Refused(_("请假最长半年；离开更久的，请办理交接。"))
    held = {each.person_id for each in queries.holders(post.id, at=now)}
    if absence.person_id not in held:
        raise Conflict(_("这个人现在不在这个岗位上。"))
    same = Leave.objects.filter(
        post_id=post.id,
        person_id=absence.person_id,
        ended_at=None,
        from_at__lt=absence.to_at,
        to_at__gt=absence.from_at,
    )
    if same.exists():
        raise Conflict(_("这段时间已经请过假。"))
    if absence.by_post_id is None and not _present_besides(post, absence, held):
        raise Refused(_("请选择由哪个岗位替岗：请假期间不能没有人负责。"))
    if absence.by_post_id is not None and _acting_by(absence, now) <= {absence.person_id}:
        raise Refused(_("请选择另一个岗位替岗：那里也是本人。"))


def _present_besides(post: PostFacts, absence: Absence, held: set[int]) -> bool:
    """Whether a colleague on the same post is there all the time."""
    away = Leave.objects.filter(
        post_id=post.id, ended_at=None, from_at__lt=absence.to_at, to_at__gt=absence.from_at
    )
    return bool(held - {absence.person_id} - set(away.values_list("person_id", flat=True)))


def _acting_by(absence: Absence, now: datetime) -> set[int]:
    post_id = absence.by_post_id or 0
    return {each.person_id for each in queries.holders(post_id, at=max(absence.from_at, now))}


def _note(kind: str, row: Leave, post: PostFacts, by: By, now: datetime) -> None:
    record(
        kind,
        subject="post",
        subject_id=post.id,
        by=by,
        at=now,
        area=post.path,
        data={
            "person_id": row.person_id,
            "from_at": row.from_at.isoformat(),
            "to_at": row.to_at.isoformat(),
        },
        topics=[f"post:{post.id}", f"person:{row.person_id}"],
    )


def _tell(row: Leave, post: PostFacts, by_post_id: int | None, now: datetime) -> None:
    """Who stands in hears of it, and who answers for the post."""
    period = f"{_clock(row.from_at)} – {_clock(row.to_at)}"
    if by_post_id is not None:
        words = _("%(period)s，您为%(post)s替岗：群、消息和待办会出现在您这里。") % {
            "period": period, "post": post.title,
        }  # fmt: skip
        stand_ins = set(people.acting_person_ids(by_post_id, at=now)) - {row.person_id}
        tell(stand_ins, post_id=post.id, key=f"leave:{row.pk}", text=words, now=now)
    above = queries.post_above(post)
    if above is not None:
        words = _("%(post)s请假：%(period)s。") % {"post": post.title, "period": period}
        heads = set(people.acting_person_ids(above.id, at=now)) - {row.person_id, row.asked_by_id}
        tell(heads, post_id=post.id, key=f"leave:{row.pk}", text=words, now=now)


def _office(viewer: Viewer, post: PostFacts) -> int | None:
    if post.id in viewer.own_post_ids:
        return post.id
    return next((each.id for each in viewer.posts if rules.post_is_over(each, post)), None)


def _clock(at: datetime) -> str:
    return local(at).strftime("%Y-%m-%d %H:%M")
