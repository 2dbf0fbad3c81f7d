"""A holder asks the rung above: for more time, for a pause with an outside cause, to decline; somebody else decides."""

from datetime import datetime
from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.answering import await_notice, write_answer
from huiyin.cases.actions.desk import Asked, aware, begin, demand_text
from huiyin.cases.actions.pausing import pause
from huiyin.cases.models import Application, Case
from huiyin.cases.queries.holders import holder_on
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import ApplicationKind, Outcome, State
from huiyin.escalation.rules import Due, Rung
from huiyin.lib.refusal import Conflict, Refused
from huiyin.lib.times import clock_words
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import PostFacts

WARN_SHARE = 0.75


@transaction.atomic
def ask_extension(*, until: datetime, reason: str, **asked: Unpack[Asked]) -> Case:
    """Ask for a later due time, before the limit and with a reason; at most twice (setting). Source: 北京 Art. 15."""
    act = begin(Operation.ASK_EXTENSION, **asked)
    if act.is_repeat:
        return act.case
    case, moment = act.case, aware(until)
    if case.extensions >= act.policy.settings.max_extensions:
        raise Conflict(
            _("这件事已经延期 %(count)d 次，不能再延期。请上交或如实答复。"), count=case.extensions
        )
    if case.due_at and act.now > case.due_at:
        raise Conflict(_("时限已过，不能再申请延期。"))
    if case.due_at and moment <= case.due_at:
        raise Refused(_("延期后的时间要晚于现在的时限。"))
    return _apply(act, ApplicationKind.EXTENSION, reason, act.superior(), until=moment)


@transaction.atomic
def ask_suspension(*, reason: str, review_at: datetime, **asked: Unpack[Asked]) -> Case:
    """Ask to stop the clock for an outside cause until a date on which it is looked at again."""
    act = begin(Operation.ASK_SUSPENSION, **asked)
    if act.is_repeat:
        return act.case
    if aware(review_at) <= act.now:
        raise Refused(_("复核日期要晚于现在。"))
    return _apply(act, ApplicationKind.SUSPENSION, reason, act.superior(), until=review_at)


@transaction.atomic
def ask_decline(*, reason: str, right_place: str, **asked: Unpack[Asked]) -> Case:
    """Ask to decline what belongs elsewhere: court, arbitration, discipline, review, petition. Source: 潍坊 Art. 19.

    right_place: where the reporter can turn to; it is told with the reason. Rung 3 or higher decides.
    """
    act = begin(Operation.ASK_DECLINE, **asked)
    if act.is_repeat:
        return act.case
    place = demand_text(right_place, what=_("应当去哪里办理"))
    above = Rung(act.case.rung).above or Rung(act.case.rung)
    decider = holder_on(act.case.node_id, from_rung=max(Rung.SECRETARY, above))[1]
    return _apply(act, ApplicationKind.DECLINE, reason, decider, right_place=place)


def _apply(
    act: Act,
    kind: ApplicationKind,
    reason: str,
    decider: PostFacts,
    *,
    until: datetime | None = None,
    right_place: str = "",
) -> Case:
    if act.waiting:
        raise Conflict(_("这件事已有一项申请在等待审批。"))
    if act.by.person_id is None or act.by.post_id is None:
        raise Refused(_("申请要由承办人提出。"))
    words = demand_text(reason, what=_("申请的原因"))
    Application.objects.create(
        case=act.case,
        kind=kind,
        reason=words,
        until=until,
        right_place=right_place,
        by_person_id=act.by.person_id,
        by_post_id=act.by.post_id,
        asked_at=act.now,
        decider_id=decider.id,
    )
    act.told_posts.add(decider.id)
    return act.finish(f"{kind}_asked", f"{kind.label}：{words}", tell_posts={decider.id})


@transaction.atomic
def decide_extension(*, approve: bool, reason: str = "", **asked: Unpack[Asked]) -> Case:
    """Grant or refuse more time. The first date is kept for statistics, the reporter is told the new one."""
    act = begin(Operation.DECIDE_EXTENSION, **asked)
    if act.is_repeat:
        return act.case
    application, words = _decide(act, ApplicationKind.EXTENSION, approve, reason)
    if not approve:
        return act.finish(
            "extension_decided",
            f"不同意延期：{words}",
            tell_posts={act.case.holder_id},
            approved=False,
        )
    case, until = act.case, application.until or act.now
    case.extensions += 1
    act.take_due(Due(until, act.now + (until - act.now) * WARN_SHARE))
    case.handle_due_at = until
    running = act.running_step()
    running.due_at = until
    running.save(update_fields=["due_at"])
    told = f"“{case.title}”需要更多时间，最迟{clock_words(until, act.now)}给您答复。原因：{application.reason}"
    return act.finish(
        "extension_decided",
        f"同意延期到{clock_words(until, act.now)}：{application.reason}",
        is_public=True,
        tell_posts={case.holder_id},
        tell_parties=told,
        approved=True,
    )


@transaction.atomic
def decide_suspension(*, approve: bool, reason: str = "", **asked: Unpack[Asked]) -> Case:
    """Grant or refuse a pause. The reporter is told the cause and when it is looked at again."""
    act = begin(Operation.DECIDE_SUSPENSION, **asked)
    if act.is_repeat:
        return act.case
    application, words = _decide(act, ApplicationKind.SUSPENSION, approve, reason)
    if not approve:
        return act.finish(
            "suspension_decided",
            f"不同意挂起：{words}",
            tell_posts={act.case.holder_id},
            approved=False,
        )
    until = application.until or act.now
    if until <= act.now:
        raise Conflict(_("复核日期已过，请承办人重新申请。"))
    pause(act, State.SUSPENDED, until=until)
    told = f"“{act.case.title}”暂时停下，{clock_words(until, act.now)}再看进展。原因：{application.reason}"
    return act.finish(
        "suspended",
        f"同意挂起到{clock_words(until, act.now)}：{application.reason}",
        is_public=True,
        tell_posts={act.case.holder_id},
        tell_parties=told,
    )


@transaction.atomic
def decide_decline(*, approve: bool, reason: str = "", **asked: Unpack[Asked]) -> Case:
    """Approve or refuse declining. Approved, the holder tells the reporter the reason and the right place; then it ends."""
    act = begin(Operation.DECIDE_DECLINE, **asked)
    if act.is_repeat:
        return act.case
    application, words = _decide(act, ApplicationKind.DECLINE, approve, reason)
    if not approve:
        return act.finish(
            "decline_decided",
            f"不同意不予受理：{words}",
            tell_posts={act.case.holder_id},
            approved=False,
        )
    case = act.case
    text = f"您反映的“{case.title}”不在我们的职责范围：{application.reason}请到{application.right_place}办理。"
    case.answer = write_answer(act, text, Outcome.REFERRED, is_approved=True)
    case.ends_as = State.DECLINED
    case.handler_id = application.by_person_id
    await_notice(act)
    title = case.holder.title
    return act.finish(
        "decline_decided",
        f"同意不予受理，由{title}告知诉求人。",
        tell_posts={case.holder_id},
        approved=True,
    )


def _decide(act: Act, kind: ApplicationKind, approve: bool, reason: str) -> tuple[Application, str]:
    application = act.waiting
    if application is None or application.kind != kind:
        raise Conflict(_("没有等待审批的申请。"))
    words = reason.strip() if approve else demand_text(reason, what=_("不同意的原因"))
    application.decided_at, application.decided_by_id = act.now, act.by.person_id
    application.is_approved, application.answer_text = approve, words
    application.save()
    return application, words
