"""The clock: what happens to a case because time has passed. Any number of clocks may run."""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

import structlog
from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.moving import move_up, promise_words
from huiyin.cases.actions.papers import Pile
from huiyin.cases.actions.pausing import go_on
from huiyin.cases.models import Case
from huiyin.cases.queries.access import RUNG_OF_ROLE, frozen_policy
from huiyin.cases.queries.around import AroundMany
from huiyin.cases.rules import clock
from huiyin.cases.rules.clock import Event
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import State
from huiyin.escalation.rules import Rung, Step
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.actions import CLOCK
from huiyin.lib.times import clock_words

log = structlog.get_logger()

# so many locks are held at once, for a quarter of a second; more than this hardly gains
TOGETHER = 250
# of two clocks in one process one counts while the other writes; both at once would leave the database idle, then crowd it
_counting = Lock()
# a case the clock cannot serve waits this long, and an alarm is raised
AFTER_A_FAULT = timedelta(minutes=5)


def run_due(*, now: datetime, limit: int = TOGETHER) -> int:
    """Serve the cases whose moment has come, up to `TOGETHER` in one transaction. Returns how many.

    A row that another clock holds is left to it; one whose serving fails is pushed on, with an alarm in the ledger.
    """
    served = 0
    while served < limit and (count := _serve_some(now, min(TOGETHER, limit - served))):
        served += count
    return served


@transaction.atomic
def _serve_some(now: datetime, most: int) -> int:
    due = Case.objects.select_for_update(skip_locked=True).filter(clock_at__lte=now)
    claimed = list(due.order_by("clock_at")[:most])
    if claimed:
        _serve_all(claimed, now)
    return len(claimed)


def _serve_all(cases: list[Case], now: datetime) -> None:
    """Serve locked cases together. When that fails each half is tried by itself, down to the one at fault."""
    try:
        with transaction.atomic():
            _serve_together(cases, now)
    except Exception:
        if len(cases) == 1:
            log.exception("clock_failed", case_id=cases[0].pk)
            _push_on(cases[0].pk, now)
            return
        middle = len(cases) // 2
        for half in (cases[:middle], cases[middle:]):
            _serve_all(_as_they_stand(half), now)


def _as_they_stand(cases: list[Case]) -> list[Case]:
    """Read anew: what failed has changed the others in memory."""
    return list(Case.objects.filter(pk__in=[case.pk for case in cases]))


def _serve_together(cases: list[Case], now: datetime) -> None:
    with _counting:
        papers = _counted(cases, now)
    papers.write()


def _counted(cases: list[Case], now: datetime) -> Pile:
    """What is due for each of these cases, done to it in memory: it only reads, so nobody waits here for a locked row."""
    around, papers = AroundMany(cases), Pile(cases)
    for case in cases:
        act = Act(
            case=case,
            operation=Operation.MOVE_UP,
            now=now,
            policy=frozen_policy(case),
            by=CLOCK,
            waiting=around.waiting(case),
            around=around,
            papers=papers,
        )
        _serve(act)
    return papers


def _push_on(case_id: int, now: datetime) -> None:
    case = Case.objects.get(pk=case_id)
    Case.objects.filter(pk=case_id).update(clock_at=now + AFTER_A_FAULT)
    ledger.record(
        "case.clock_failed",
        subject="case",
        subject_id=case_id,
        by=CLOCK,
        at=now,
        area=case.area,
        data={"number": case.number, "is_public": False, "text": "时钟处理失败，稍后重试。"},
    )


def _serve(act: Act) -> None:
    """Do what is due first. What else is due comes at once after it: the row's next moment is already past."""
    alarm = clock.next_alarm(act.case.clock_facts())
    if alarm is None or alarm.at > act.now:
        act.save()
        return
    _SERVICES[alarm.event](act)


def _remind_reporter(act: Act) -> None:
    act.case.remind_at = None
    act.finish("reminded", "已提醒诉求人补充。", tell_parties=f"“{act.case.title}”还在等您的补充。")


def _resume(act: Act) -> None:
    act.operation = Operation.RESUME
    waited = act.case.state == State.AWAITING_REPORTER
    words = "没有收到补充，按现有情况继续办理。" if waited else "复核日期已到，继续办理。"
    go_on(act)
    act.finish(
        "resumed",
        words,
        is_public=True,
        tell_posts={act.case.holder_id},
        tell_parties=f"“{act.case.title}”{words}",
    )


def _warn(act: Act) -> None:
    case = act.case
    case.is_warned = True
    left = clock_words(case.due_at or act.now, act.now)
    act.finish(
        "warned", f"时限已过四分之三，{left}到期。", tell_posts={case.checker_id or case.holder_id}
    )


def _miss_promise(act: Act) -> None:
    case = act.case
    case.is_promise_missed = True
    words = "承诺的答复时间已过，请尽快答复，或说明原因并给出新的时间。"
    act.finish("promise_missed", words, tell_posts={case.holder_id, act.superior().id})


def _move_up(act: Act) -> None:
    """The limit has passed: the case goes up by itself, the whole chain hears of it, the trace says why."""
    case, before = act.case, act.around.title(act.case.holder_id)
    late = f"{Step(case.step).label}时限已过"
    if case.state == State.AWAITING_CHECK:
        move_check_up(act)
        to = act.around.title(case.checker_id or case.holder_id)
    else:
        _move_holder_up(act)
        to = act.around.title(case.holder_id)
    act.finish(
        "moved_up",
        f"{before}{late}，自动上交{to}。",
        is_public=True,
        tell_posts=act.chain() | ({case.checker_id} if case.checker_id else set()),
        tell_parties=f"“{case.title}”已自动上交{to}，{promise_words(act)}",
    )


def move_check_up(act: Act) -> None:
    """Have the post one rung up check the result; the caller holds the case's lock and writes it down."""
    above = Rung(act.case.checker_rung or act.case.rung).above or max(Rung)
    post = act.around.holder_on(act.case, from_rung=above)[1]
    act.case.checker_id, act.case.checker_rung = post.id, RUNG_OF_ROLE[post.role]
    act.begin_step(Step.CHECK)


def _move_holder_up(act: Act) -> None:
    case = act.case
    if case.state != State.AWAITING_NOTICE:
        move_up(act)
        return
    rung, post = act.around.holder_on(case, from_rung=Rung(case.rung).above or max(Rung))
    act.told_posts.add(case.holder_id)
    case.rung, case.rung_since, case.holder_id = rung, act.now, post.id
    act.begin_step(Step.TELL)


def _nag(act: Act) -> None:
    """Overdue on the top rung: nobody is above, so everybody in the chain hears of it every day."""
    case = act.case
    case.overdue_since = case.overdue_since or case.due_at
    case.nagged_at = act.now
    act.finish("overdue", f"{Step(case.step).label}时限已过，仍未办好。", tell_posts=act.chain())


def _close(act: Act) -> None:
    act.operation = Operation.CLOSE
    act.enter(State.CLOSED)
    days = act.policy.settings.rating_days
    act.finish("closed", f"答复后 {days} 天没有异议，办结。", is_public=True)


_SERVICES: dict[Event, Callable[[Act], None]] = {
    Event.REMIND_REPORTER: _remind_reporter,
    Event.RESUME: _resume,
    Event.WARN: _warn,
    Event.MISS_PROMISE: _miss_promise,
    Event.MOVE_UP: _move_up,
    Event.NAG: _nag,
    Event.CLOSE: _close,
}
