"""Working on a case without moving it: accept, note, promise, instruct, urgency, supervision, category."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.desk import Asked, aware, begin, demand_text
from huiyin.cases.actions.opening import attach, own_files
from huiyin.cases.models import Case
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import PAUSED_STATES, State, Supervision
from huiyin.escalation.rules import Step, Urgency
from huiyin.lib.refusal import Refused
from huiyin.lib.times import clock_words
from huiyin.lib.words import gettext_noop as _


@transaction.atomic
def accept(**asked: Unpack[Asked]) -> Case:
    """Take the case on: the accept clock ends, the handle clock goes on from the arrival on this rung."""
    act = begin(Operation.ACCEPT, **asked)
    if act.is_repeat:
        return act.case
    take_on(act)
    due = clock_words(act.case.due_at or act.now, act.now)
    return act.finish(
        "accepted",
        f"{act.case.holder.title}已受理。",
        is_public=True,
        tell_parties=f"您反映的“{act.case.title}”已由{act.case.holder.title}受理，最迟{due}答复您。",
    )


def take_on(act: Act) -> None:
    """Enter `accepted` and start the handle step; its time runs since the case came to this rung."""
    act.enter(State.ACCEPTED)
    act.case.handler_id = act.by.person_id
    act.begin_step(Step.HANDLE, since=act.case.rung_since)
    act.case.handle_due_at = act.case.due_at


@transaction.atomic
def note(
    *, text: str, is_public: bool = False, file_ids: Sequence[int] = (), **asked: Unpack[Asked]
) -> Case:
    """Record what was done; the first note of an accepted case starts the work. is_public: the reporter sees it."""
    act = begin(Operation.NOTE, **asked)
    if act.is_repeat:
        return act.case
    words = demand_text(text, what=_("办理情况"))
    own = own_files(file_ids, person_id=asked["viewer"].person_id)
    attach(
        act.case, own, person_id=act.by.person_id, now=act.now, is_public=is_public, is_proof=True
    )
    if act.case.state == State.ACCEPTED and act.by.post_id == act.case.holder_id:
        act.enter(State.IN_PROGRESS)
    return act.finish(
        "noted",
        words,
        is_public=is_public,
        tell_parties=f"“{act.case.title}”有新进展：{words}" if is_public else "",
    )


@transaction.atomic
def promise(*, promised_at: datetime, reason: str = "", **asked: Unpack[Asked]) -> Case:
    """Tell the reporter the date of the answer. A later date than promised needs a reason; the first stays visible."""
    act = begin(Operation.PROMISE, **asked)
    if act.is_repeat:
        return act.case
    case, moment = act.case, aware(promised_at)
    limit = case.handle_due_at if case.state == State.PENDING else case.due_at
    if moment <= act.now:
        raise Refused(_("承诺的答复时间要晚于现在。"))
    if limit and moment > limit:
        raise Refused(
            _("承诺的答复时间不能晚于办理时限（%(limit)s）。如需更久，请先申请延期。"),
            limit=partial(clock_words, limit, act.now),
        )
    if case.promised_at and moment > case.promised_at and not reason.strip():
        raise Refused(_("改到更晚的日期，请写明原因，诉求人会看到。"))
    case.promised_at, case.is_promise_missed = moment, False
    case.first_promised_at = case.first_promised_at or moment
    words = f"承诺{clock_words(moment, act.now)}前答复。{reason.strip()}"
    return act.finish("promised", words, is_public=True, tell_parties=f"“{case.title}”：{words}")


@transaction.atomic
def instruct(*, text: str, **asked: Unpack[Asked]) -> Case:
    """Give the holder a word from above, with weight."""
    act = begin(Operation.INSTRUCT, **asked)
    if act.is_repeat:
        return act.case
    words = demand_text(text, what=_("批示内容"))
    return act.finish("instructed", words, tell_posts={act.case.holder_id})


@transaction.atomic
def raise_urgency(*, urgency: Urgency, reason: str, **asked: Unpack[Asked]) -> Case:
    """Make the case more urgent: the limits of the new urgency count from the same arrival, never later than before."""
    act = begin(Operation.RAISE_URGENCY, **asked)
    if act.is_repeat:
        return act.case
    case, order = act.case, list(Urgency)
    if order.index(urgency) <= order.index(Urgency(case.urgency)):
        raise Refused(_("加急只能提高紧急程度。"))
    words = demand_text(reason, what=_("加急的原因"))
    case.urgency = urgency
    shorten(act)
    return act.finish(
        "urgency_raised", f"紧急程度改为“{urgency.label}”：{words}", tell_posts=act.chain()
    )


def shorten(act: Act) -> None:
    """Count the running step anew under a changed urgency or category; the due time told before is never passed."""
    case, running = act.case, act.running_step()
    limit = act.limit(Step(case.step))
    if limit is None or case.state in PAUSED_STATES:
        return
    due = act.due(limit, since=running.started_at)
    if case.due_at and due.at < case.due_at:
        act.take_due(due)
        running.due_at = due.at
        running.save(update_fields=["due_at"])
    handle = act.limit(Step.HANDLE)
    if handle and case.handle_due_at:
        case.handle_due_at = min(case.handle_due_at, act.due(handle, since=case.rung_since).at)


@transaction.atomic
def supervise(*, level: Supervision, text: str = "", **asked: Unpack[Asked]) -> Case:
    """Watch a case from above, or end the watch with level `none`. The holder is told; nobody's points are taken."""
    is_end = level is Supervision.NONE
    act = begin(Operation.END_SUPERVISION if is_end else Operation.SUPERVISE, **asked)
    if act.is_repeat:
        return act.case
    if is_end and act.case.supervision == Supervision.NONE:
        raise Refused(_("这件事目前没有督办。"))
    act.case.supervision = level
    words = text.strip() or ("取消督办" if is_end else level.label)
    kind = "supervision_ended" if is_end else "supervised"
    return act.finish(kind, words, tell_posts={act.case.holder_id}, level=str(level))


@transaction.atomic
def recategorise(*, category: str, **asked: Unpack[Asked]) -> Case:
    """Correct the category. Limits of the new one count where they are shorter; a restricted one closes the view."""
    act = begin(Operation.RECATEGORISE, **asked)
    if act.is_repeat:
        return act.case
    kind = act.policy.category(category)
    if not kind.is_leaf:
        raise Refused(_("请选择具体的事项类别。"))
    before = act.policy.category(act.case.category).name
    act.case.category = category
    act.case.is_restricted = act.case.is_restricted or kind.is_restricted
    shorten(act)
    return act.finish("recategorised", f"类别由“{before}”改为“{kind.name}”。", category=category)


@transaction.atomic
def mark_legacy(*, reason: str, **asked: Unpack[Asked]) -> Case:
    """Mark a matter left over from long ago. It is still counted as open."""
    act = begin(Operation.MARK_LEGACY, **asked)
    if act.is_repeat:
        return act.case
    act.case.is_legacy = True
    return act.finish("marked_legacy", demand_text(reason, what=_("历史遗留的情况")))
