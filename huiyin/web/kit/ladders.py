"""The way of a case as a ladder: read off its steps and its public history, said in whole sentences.

One place for all faces, so that a resident, an officer and the county read the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from huiyin.cases.rules.words import State
from huiyin.escalation.rules import Rung
from huiyin.lib.times import clock_words
from huiyin.web.kit.shapes import LadderRung, RungState

if TYPE_CHECKING:
    from huiyin.cases.models import Case, CaseStep
    from huiyin.cases.queries.detail import CaseDetail

PAUSED = frozenset({State.AWAITING_REPORTER, State.SUSPENDED})
ANSWERED = frozenset({State.AWAITING_RATING, State.CLOSED})
ENDED = frozenset({State.CLOSED, State.DECLINED, State.MERGED, State.WITHDRAWN})
# the words a matter began with stand above the ladder, not on it
UNSAID = frozenset({"case.opened"})
MOST_SENTENCES = 3


@dataclass(frozen=True)
class _Stay:
    """The time a case spent with one post on one rung."""

    rung: Rung
    who: str
    post_id: int
    since: datetime
    until: datetime | None


def rungs_of(
    detail: "CaseDetail", *, now: datetime, names: Mapping[int, str] | None = None
) -> list[LadderRung]:
    """The rungs a case has stood on, the present one with what happens next, and the one that would follow.

    names: of the persons who act for the posts, by post id, where the page names them.
    """
    case, stays = detail.case, _stays(detail.steps)
    said = _sentences(detail, stays)
    rungs = [_past(stay, said[place], names or {}) for place, stay in enumerate(stays[:-1])]
    if stays:
        rungs.append(_present(case, stays[-1], said[-1], names or {}, now))
    if case.state in ANSWERED | ENDED:
        return [*rungs, _end(case, now)]
    above = Rung(case.rung).above
    if above is not None and case.state not in PAUSED:
        rungs.append(LadderRung(label=gettext(above.label), state="next"))
    return rungs


def _stays(steps: Sequence["CaseStep"]) -> list[_Stay]:
    """Accepting and handling by the same post are one stay."""
    stays = []
    for (rung, post_id), together in groupby(steps, key=lambda step: (step.rung, step.holder_id)):
        parts = list(together)
        first, last = parts[0], parts[-1]
        title = first.holder.title
        stays.append(_Stay(Rung(rung), title, post_id, first.started_at, last.ended_at))
    return stays


def _sentences(detail: "CaseDetail", stays: Sequence[_Stay]) -> list[list[str]]:
    """What was said in public during each stay, its last few sentences."""
    said: list[list[str]] = [[] for _ in stays]
    for entry in detail.history:
        words = entry.data.get("text", "")
        if not stays or not words or not entry.data.get("is_public") or entry.kind in UNSAID:
            continue
        place = max((n for n, stay in enumerate(stays) if stay.since <= entry.at), default=0)
        said[place].append(gettext(words))
    return [sentences[-MOST_SENTENCES:] for sentences in said]


def _who(stay: _Stay, names: Mapping[int, str]) -> str:
    name = names.get(stay.post_id, "")
    return f"{stay.who} {name}".strip()


def _past(stay: _Stay, said: Sequence[str], names: Mapping[int, str]) -> LadderRung:
    return LadderRung(
        label=gettext(stay.rung.label),
        state="past",
        who=_who(stay, names),
        since=stay.since,
        until=stay.until,
        sentences=said,
    )


def _present(
    case: "Case", stay: _Stay, said: Sequence[str], names: Mapping[int, str], now: datetime
) -> LadderRung:
    if case.state in ANSWERED | ENDED:
        return _past(stay, said, names)
    is_paused = case.state in PAUSED
    return LadderRung(
        label=gettext(stay.rung.label),
        state=_state(case, now),
        who=_who(stay, names),
        since=stay.since,
        due_at=None if is_paused else case.due_at,
        warn_at=None if is_paused else case.warn_at,
        is_provisional=case.is_due_provisional,
        sentences=[*said, what_then(case, now=now)],
    )


def _state(case: "Case", now: datetime) -> RungState:
    if case.state in PAUSED:
        return "paused"
    return "late" if case.due_at is not None and now >= case.due_at else "now"


def what_then(case: "Case", *, now: datetime) -> str:
    """Say what happens next with an open case, and when, to whoever waits for it."""
    moment = case.resume_at if case.state in PAUSED else case.due_at
    values = {
        "when": clock_words(moment, now, gettext) if moment else "",
        "here": gettext(Rung(case.rung).label),
        "above": gettext(above.label) if (above := Rung(case.rung).above) else "",
    }
    return _next_words(case, now) % values


def _next_words(case: "Case", now: datetime) -> str:
    match State(case.state):
        case State.AWAITING_REPORTER:
            return gettext("等您补充说明。如到%(when)s 还没有补充，会按现有情况继续办理。")
        case State.SUSPENDED:
            return gettext("因外部原因暂停办理，到%(when)s 恢复办理。")
        case State.AWAITING_CHECK:
            return gettext("结果正由另一位工作人员核实，%(when)s 前完成。")
        case State.AWAITING_NOTICE:
            return gettext("已经有了结果，%(when)s 前会告诉您。")
        case _:
            return _working_words(case, now)


def _working_words(case: "Case", now: datetime) -> str:
    is_late = case.due_at is not None and now >= case.due_at
    if Rung(case.rung).above is None:
        if is_late:
            return gettext("已经超过%(when)s 的时限，系统每天催办，直到有结果。")
        return gettext("%(here)s会在%(when)s 前给出结果；超时后系统每天催办，直到有结果。")
    if is_late:
        return gettext("已经超过%(when)s 的时限，正在自动交给%(above)s。")
    if case.state == State.PENDING:
        return gettext("如%(when)s 前没有受理，会自动交给%(above)s。")
    return gettext("如%(when)s 前没有结果，会自动交给%(above)s。")


def _end(case: "Case", now: datetime) -> LadderRung:
    told = case.told_at or case.ended_at or now
    return LadderRung(
        label=_end_label(case), state="told", since=told, sentences=_end_words(case, now)
    )


def _end_label(case: "Case") -> str:
    match State(case.state):
        case State.WITHDRAWN:
            return gettext("已撤回")
        case State.MERGED:
            return gettext("已并入同一件事")
        case State.DECLINED:
            return gettext("已说明不能受理的原因")
        case _:
            return gettext("已回复")


def _end_words(case: "Case", now: datetime) -> list[str]:
    answer = [case.answer.text] if case.answer else []
    if case.state == State.AWAITING_RATING and case.due_at:
        when = clock_words(case.due_at, now, gettext, is_limit=True)
        ask = gettext("请告诉我们是不是真的解决了。到%(when)s 没有评价，会自动办结。")
        return [*answer, ask % {"when": when}]
    return answer
