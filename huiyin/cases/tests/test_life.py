"""A case's life by chance: whoever does whatever at whatever time, the invariants hold."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from huiyin.cases import actions
from huiyin.cases.actions import clock
from huiyin.cases.models import Case, CaseStep, Party, Told
from huiyin.cases.queries import access
from huiyin.cases.rules.words import (
    END_STATES,
    PAUSED_STATES,
    Channel,
    Outcome,
    State,
    Supervision,
    TellChannel,
)
from huiyin.conftest import NOON, Town
from huiyin.escalation.rules import Urgency
from huiyin.ground.ledger import queries as ledger
from huiyin.lib.refusal import Refused
from huiyin.people import queries as people

STAFF = [
    "officer",
    "cadre",
    "secretary",
    "street",
    "street_colleague",
    "county",
    "county_colleague",
]
OTHERS = ["resident", "neighbour", "officer_next_door", "stranger", "lawyer"]
WHO = st.sampled_from([*STAFF, *STAFF, "resident", "resident", *OTHERS])
CATEGORIES = ["0101", "0401", "0507", "1002", "1105", "0201"]


def later(machine: "Life", hours: int) -> Any:
    return machine.now + timedelta(hours=hours)


# what each operation is called with; the machine gives the case, the viewer and the time
ACTS: dict[str, Callable[["Life"], dict[str, Any]]] = {
    "accept": lambda _: {},
    "note": lambda _: {"text": "已到现场。", "is_public": True},
    "answer_now": lambda _: {
        "text": "已答复。",
        "outcome": Outcome.EXPLAINED,
        "channel": TellChannel.GROUP_REPLY,
    },
    "hand_up": lambda _: {"reason": "超出权限。"},
    "transfer": lambda m: {"to_post_id": m.town.posts["cadre"].pk, "reason": "转派。"},
    "assign": lambda m: {"to_post_id": m.town.posts["officer"].pk, "reason": "交办。"},
    "send_back": lambda _: {"reason": "不是我的事。"},
    "raise_urgency": lambda _: {"urgency": Urgency.URGENT, "reason": "影响多户。"},
    "instruct": lambda _: {"text": "抓紧办。"},
    "supervise": lambda _: {"level": Supervision.YELLOW},
    "promise": lambda m: {"promised_at": later(m, 1), "reason": "等配件。"},
    "ask_extension": lambda m: {"until": later(m, 72), "reason": "等配件。"},
    "decide_extension": lambda _: {"approve": True},
    "ask_reporter": lambda _: {"question": "哪个单元？"},
    "reply_as_reporter": lambda _: {"text": "二单元。"},
    "ask_suspension": lambda m: {"review_at": later(m, 100), "reason": "等雨停。"},
    "decide_suspension": lambda _: {"approve": True},
    "resume": lambda _: {"reason": "雨停了。"},
    "ask_decline": lambda _: {"reason": "已起诉。", "right_place": "县人民法院"},
    "decide_decline": lambda _: {"approve": True},
    "submit_result": lambda _: {"text": "办好了。", "outcome": Outcome.SOLVED},
    "check_result": lambda _: {"passed": False, "reason": "没有办好。"},
    "tell": lambda _: {"channel": TellChannel.PHONE, "proof": "电话。"},
    "rate": lambda _: {"solved": False, "text": "没有解决。"},
    "call_back": lambda _: {"solved": True},
    "urge": lambda _: {},
    "withdraw": lambda _: {},
    "reopen": lambda _: {"reason": "又坏了。"},
    "recategorise": lambda _: {"category": "0402"},
}


class Life(RuleBasedStateMachine):
    """One case in a town; the database is put back after each life."""

    town: Town

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOON
        self.seen: list[int] = []
        self.refusals = 0

    def teardown(self) -> None:
        self.strangers_never_see_it()
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(category=st.sampled_from(CATEGORIES), channel=st.sampled_from(list(Channel)))
    def open(self, category: str, channel: Channel) -> None:
        resident = self.town.viewer("resident")
        self.case_id = actions.open_case(
            viewer=resident,
            now=self.now,
            text="三号楼没有水了。",
            category=category,
            node_id=self.town.grid.pk,
            channel=channel,
            reporter_id=resident.person_id,
        ).pk

    @rule(who=WHO, act=st.sampled_from(sorted(ACTS)))
    def do(self, who: str, act: str) -> None:
        self._try(act, who)

    @rule(act=st.sampled_from(sorted(ACTS)))
    def do_as_holder(self, act: str) -> None:
        self._try(act, self._case().holder.key)

    @rule(passed=st.booleans())
    def check(self, passed: bool) -> None:
        checker = self._case().checker
        if checker:
            self._try("check_result", checker.key, passed=passed, reason="看过了。")

    @rule(solved=st.booleans())
    def judge(self, solved: bool) -> None:
        self._try("rate", "resident", solved=solved, text="看过了。")

    @rule(minutes=st.sampled_from([1, 20, 45, 90, 600, 3000, 12000]))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        clock.run_due(now=self.now)

    def _try(self, act: str, who: str, **more: Any) -> None:
        viewer = self.town.viewer(who, at=self.now)
        arguments = ACTS[act](self) | more
        try:
            with transaction.atomic():
                getattr(actions, act)(
                    case_id=self.case_id, viewer=viewer, now=self.now, **arguments
                )
        except Refused:
            self.refusals += 1

    def _case(self) -> Case:
        return Case.objects.select_related("holder", "checker", "answer").get(pk=self.case_id)

    @invariant()
    def every_open_case_has_a_staffed_holder_a_time_and_a_clock(self) -> None:
        case = self._case()
        if case.is_ended:
            return
        assert people.acting_person_ids(case.holder_id, at=self.now)
        assert case.clock_at is not None
        assert case.resume_at if case.state in PAUSED_STATES else case.due_at

    @invariant()
    def an_ended_case_was_told_to_everybody_before_its_end(self) -> None:
        case = self._case()
        assert case.is_ended == (case.state in END_STATES)
        if not case.is_ended:
            return
        assert case.ended_at
        for party in Party.objects.filter(case=case):
            told = Told.objects.filter(party=party, answer=case.answer, reached=True).last()
            assert told
            assert told.at <= case.ended_at

    @invariant()
    def history_only_grows(self) -> None:
        entries = [entry.pk for entry in ledger.history("case", self.case_id)]
        assert entries[: len(self.seen)] == self.seen
        self.seen = entries

    @invariant()
    def one_step_runs_while_somebody_has_to_act(self) -> None:
        case = self._case()
        running = CaseStep.objects.filter(case=case, ended_at=None)
        waits_for_rating = case.state == State.AWAITING_RATING
        assert running.count() == (0 if case.is_ended or waits_for_rating else 1)
        for step in running:
            assert (step.step, step.rung, step.holder_id) == (case.step, case.rung, case.holder_id)

    @invariant()
    def the_clock_never_fails(self) -> None:
        kinds = {entry.kind for entry in ledger.history("case", self.case_id)}
        assert "case.clock_failed" not in kinds

    def strangers_never_see_it(self) -> None:
        for who in ("stranger", "neighbour", "officer_next_door", "secretary_next_door"):
            viewer = self.town.viewer(who, at=self.now)
            seen = access.visible(viewer).filter(pk=getattr(self, "case_id", 0))
            assert not seen.exists()


def test_whatever_people_do_the_invariants_hold(town: Town) -> None:
    class InTown(Life):
        pass

    InTown.town = town
    run_state_machine_as_test(
        InTown,
        settings=settings(
            max_examples=6,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
