"""The transition table as data: which operation is allowed in which state, to whom (handbook §4.5, §4.6)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huiyin.cases.rules.words import OPEN_STATES, WORKED_STATES, State, Word
from huiyin.lib.refusal import Conflict, NotAllowed
from huiyin.lib.words import gettext_noop as _


class Relation(StrEnum):
    """What a person is to a case at one moment."""

    REPORTER = "reporter"  # raised the matter, or follows it since a merge
    HOLDER = "holder"  # acts for the post that is responsible now
    SUPERIOR = "superior"  # acts for a higher rung of the same area
    DECIDER = "decider"  # acts for the post asked to decide, and did not ask
    CHECKER = "checker"  # may check the result: did not handle it
    STAFF = "staff"  # works on the ladder of the area
    CLOCK = "clock"


class Operation(Word):
    ACCEPT = "accept", _("受理")
    NOTE = "note", _("记录办理")
    ANSWER_NOW = "answer_now", _("即时答复")
    HAND_UP = "hand_up", _("上交")
    TRANSFER = "transfer", _("转派")
    ASSIGN = "assign", _("交办")
    SEND_BACK = "send_back", _("退回")
    RAISE_URGENCY = "raise_urgency", _("提高紧急程度")
    INSTRUCT = "instruct", _("批示")
    SUPERVISE = "supervise", _("督办")
    END_SUPERVISION = "end_supervision", _("取消督办")
    PROMISE = "promise", _("承诺答复日期")
    ASK_EXTENSION = "ask_extension", _("申请延期")
    DECIDE_EXTENSION = "decide_extension", _("审批延期")
    ASK_REPORTER = "ask_reporter", _("请诉求人补充")
    REPLY_AS_REPORTER = "reply_as_reporter", _("补充说明")
    ASK_SUSPENSION = "ask_suspension", _("申请挂起")
    DECIDE_SUSPENSION = "decide_suspension", _("审批挂起")
    RESUME = "resume", _("解挂")
    ASK_DECLINE = "ask_decline", _("申请不予受理")
    DECIDE_DECLINE = "decide_decline", _("审批不予受理")
    SUBMIT_RESULT = "submit_result", _("反馈结果")
    CHECK_RESULT = "check_result", _("核查")
    TELL = "tell", _("告知")
    RATE = "rate", _("评价")
    CALL_BACK = "call_back", _("回访")
    URGE = "urge", _("催办")
    WITHDRAW = "withdraw", _("撤回")
    MERGE = "merge", _("并案")
    SPLIT = "split", _("拆分")
    REOPEN = "reopen", _("重开")
    RECATEGORISE = "recategorise", _("改类别")
    MARK_LEGACY = "mark_legacy", _("历史遗留")
    PUBLISH_EXAMPLE = "publish_example", _("宣传案例")
    MOVE_UP = "move_up", _("超时自动上交")
    CLOSE = "close", _("结案")


@dataclass(frozen=True)
class Transition:
    """One line of the table: the states an operation starts from and who may do it."""

    states: frozenset[State]
    who: frozenset[Relation]


def _line(states: frozenset[State] | set[State], *who: Relation) -> Transition:
    return Transition(frozenset(states), frozenset(who))


_S, _R = State, Relation
_TAKEN = {_S.ACCEPTED, _S.IN_PROGRESS}
_UNANSWERED = OPEN_STATES - {_S.AWAITING_RATING}

TABLE: dict[Operation, Transition] = {
    Operation.ACCEPT: _line({_S.PENDING}, _R.HOLDER),
    Operation.NOTE: _line(_UNANSWERED, _R.HOLDER, _R.SUPERIOR),
    Operation.ANSWER_NOW: _line({_S.PENDING, _S.ACCEPTED}, _R.HOLDER),
    Operation.HAND_UP: _line(WORKED_STATES, _R.HOLDER),
    Operation.TRANSFER: _line(WORKED_STATES, _R.HOLDER, _R.SUPERIOR),
    Operation.ASSIGN: _line(WORKED_STATES, _R.HOLDER),
    Operation.SEND_BACK: _line({_S.PENDING}, _R.HOLDER),
    Operation.RAISE_URGENCY: _line(WORKED_STATES, _R.HOLDER, _R.SUPERIOR),
    Operation.INSTRUCT: _line(_UNANSWERED, _R.SUPERIOR),
    Operation.SUPERVISE: _line(_UNANSWERED, _R.SUPERIOR),
    Operation.END_SUPERVISION: _line(_UNANSWERED, _R.SUPERIOR),
    Operation.PROMISE: _line(WORKED_STATES, _R.HOLDER),
    Operation.ASK_EXTENSION: _line(_TAKEN, _R.HOLDER),
    Operation.DECIDE_EXTENSION: _line(_TAKEN, _R.DECIDER),
    Operation.ASK_REPORTER: _line(_TAKEN, _R.HOLDER),
    Operation.REPLY_AS_REPORTER: _line({_S.AWAITING_REPORTER}, _R.REPORTER, _R.HOLDER),
    Operation.ASK_SUSPENSION: _line({_S.IN_PROGRESS}, _R.HOLDER),
    Operation.DECIDE_SUSPENSION: _line({_S.IN_PROGRESS}, _R.DECIDER),
    Operation.RESUME: _line({_S.SUSPENDED}, _R.HOLDER, _R.SUPERIOR),
    Operation.ASK_DECLINE: _line({_S.PENDING}, _R.HOLDER),
    Operation.DECIDE_DECLINE: _line({_S.PENDING}, _R.DECIDER),
    Operation.SUBMIT_RESULT: _line(_TAKEN, _R.HOLDER),
    Operation.CHECK_RESULT: _line({_S.AWAITING_CHECK}, _R.CHECKER),
    Operation.TELL: _line({_S.AWAITING_NOTICE}, _R.HOLDER, _R.SUPERIOR),
    Operation.RATE: _line({_S.AWAITING_RATING}, _R.REPORTER),
    Operation.CALL_BACK: _line({_S.AWAITING_RATING}, _R.HOLDER, _R.SUPERIOR),
    Operation.URGE: _line(_UNANSWERED, _R.REPORTER),
    Operation.WITHDRAW: _line(_UNANSWERED, _R.REPORTER),
    Operation.MERGE: _line(WORKED_STATES, _R.HOLDER, _R.SUPERIOR),
    Operation.SPLIT: _line(WORKED_STATES, _R.HOLDER),
    Operation.REOPEN: _line({_S.CLOSED, _S.DECLINED, _S.WITHDRAWN}, _R.REPORTER, _R.SUPERIOR),
    Operation.RECATEGORISE: _line(WORKED_STATES, _R.HOLDER, _R.SUPERIOR),
    Operation.MARK_LEGACY: _line(_UNANSWERED, _R.SUPERIOR),
    Operation.PUBLISH_EXAMPLE: _line({_S.CLOSED}, _R.SUPERIOR),
    Operation.MOVE_UP: _line(WORKED_STATES | {_S.AWAITING_CHECK, _S.AWAITING_NOTICE}, _R.CLOCK),
    Operation.CLOSE: _line({_S.AWAITING_RATING}, _R.CLOCK),
}


def allowed(operation: Operation, *, state: State, relations: frozenset[Relation]) -> bool:
    """Say whether the table has a line for it. What else the operation needs is its own rule's matter."""
    line = TABLE[operation]
    return state in line.states and bool(line.who & relations)


def demand(operation: Operation, *, state: State, relations: frozenset[Relation]) -> None:
    """Raise NotAllowed for the wrong person, Conflict for the wrong moment, each with a sentence."""
    line = TABLE[operation]
    if not line.who & relations:
        raise NotAllowed(_("您目前的岗位不能对这件事“%(operation)s”。"), operation=operation.label)
    if state not in line.states:
        raise Conflict(
            _("这件事现在是“%(state)s”，不能再“%(operation)s”。请刷新后查看最新进展。"),
            state=state.label,
            operation=operation.label,
        )


def may_reopen(ended_at: datetime | None, *, days: int, now: datetime) -> bool:
    """Say whether a case that ended at a moment (aware) may still be opened again. days: of its own policy."""
    return ended_at is None or now <= ended_at + timedelta(days=days)


def demand_reopening(ended_at: datetime | None, *, days: int, now: datetime) -> None:
    """Raise Conflict, with what to do instead, when a case ended too long ago to be opened again."""
    if not may_reopen(ended_at, days=days, now=now):
        raise Conflict(_("办结已超过 %(days)d 天，请把现在的情况作为一件新的事反映。"), days=days)
