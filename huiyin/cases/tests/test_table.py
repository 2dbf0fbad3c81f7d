"""The transition table, held against what really happens for every role in every state, and against its page."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import transaction

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.queries import access
from huiyin.cases.rules.transitions import TABLE, Operation, Relation
from huiyin.cases.rules.words import Channel, Outcome, State, TellChannel
from huiyin.cases.tests.test_life import ACTS, Life
from huiyin.conftest import NOON, Town
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused
from huiyin.people.rules import Viewer

PAGE = Path(__file__).parents[3] / "docs" / "contexts" / "cases.md"
WHO = [
    "officer",
    "cadre",
    "secretary",
    "street",
    "resident",
    "officer_next_door",
]
LATER = NOON + timedelta(minutes=5)

Step = Callable[[Town, Case], Case]


def by(who: str, act: str, **more: object) -> Step:
    def step(town: Town, case: Case) -> Case:
        done = getattr(actions, act)(case_id=case.pk, viewer=town.viewer(who), now=LATER, **more)
        return done if isinstance(done, Case) else case

    return step


UP = by("officer", "hand_up", reason="需要协调。")
RESULT = {"text": "办好了。", "outcome": Outcome.SOLVED}
ANSWERED = by(
    "officer",
    "answer_now",
    text="已答复。",
    outcome=Outcome.EXPLAINED,
    channel=TellChannel.GROUP_REPLY,
)
WAYS: dict[State, list[Step]] = {
    State.PENDING: [],
    State.ACCEPTED: [by("officer", "accept")],
    State.IN_PROGRESS: [by("officer", "accept"), by("officer", "note", text="已到现场。")],
    State.AWAITING_REPORTER: [
        by("officer", "accept"),
        by("officer", "ask_reporter", question="哪家？"),
    ],
    State.SUSPENDED: [
        by("officer", "accept"),
        by("officer", "note", text="已到现场。"),
        by("officer", "ask_suspension", reason="等雨停。", review_at=NOON + timedelta(days=1)),
        by("cadre", "decide_suspension", approve=True),
    ],
    State.AWAITING_CHECK: [UP, by("cadre", "accept"), by("cadre", "submit_result", **RESULT)],
    State.AWAITING_NOTICE: [by("officer", "accept"), by("officer", "submit_result", **RESULT)],
    State.AWAITING_RATING: [ANSWERED],
    State.CLOSED: [ANSWERED, by("resident", "rate", solved=True)],
    State.DECLINED: [
        by("officer", "ask_decline", reason="已起诉。", right_place="县人民法院"),
        by("secretary", "decide_decline", approve=True),
        by("officer", "tell", channel=TellChannel.PRIVATE_MESSAGE),
    ],
    State.WITHDRAWN: [by("resident", "withdraw")],
}


def case_in(state: State, town: Town) -> Case:
    resident = town.viewer("resident")
    case = actions.open_case(
        viewer=resident,
        now=NOON,
        text="三号楼没有水了。",
        category="0101",
        node_id=town.grid.pk,
        channel=Channel.GROUP,
        reporter_id=resident.person_id,
    )
    for step in WAYS[state]:
        case = step(town, case)
    assert case.state == state
    return case


class Moment:
    """What the acts of a life need to know."""

    def __init__(self, town: Town) -> None:
        self.town, self.now = town, LATER


@pytest.mark.parametrize("state", WAYS)
def test_what_is_offered_is_what_is_allowed(town: Town, state: State) -> None:
    case = case_in(state, town)
    for who in WHO:
        viewer = town.viewer(who)
        is_seen = access.visible(viewer).filter(pk=case.pk).exists()
        offered = (
            {str(operation) for operation in access.operations(case, viewer, now=LATER)}
            if is_seen
            else set()
        )
        for act, arguments in ACTS.items():
            refusal = refused(town, case, viewer, act, arguments)
            if act in offered:
                assert refusal is None or type(refusal) in (Refused, Conflict), (who, act, refusal)
            else:
                assert isinstance(refusal, NotThere | NotAllowed | Conflict), (who, act, refusal)
            assert is_seen or isinstance(refusal, NotThere)


def refused(
    town: Town, case: Case, viewer: Viewer, act: str, arguments: Callable[[Life], dict[str, object]]
) -> Refused | None:
    """Try it and put everything back."""
    given = arguments(Moment(town))  # type: ignore[arg-type]  # a life's town and time are all the acts ask for
    try:
        with transaction.atomic():
            getattr(actions, act)(case_id=case.pk, viewer=viewer, now=LATER, **given)
            transaction.set_rollback(True)
    except Refused as refusal:
        return refusal
    return None


def test_every_operation_has_a_line_and_a_place_to_go() -> None:
    assert set(TABLE) == set(Operation)
    assert all(line.states and line.who for line in TABLE.values())


def test_no_operation_of_the_clock_is_offered_to_people() -> None:
    for operation, line in TABLE.items():
        assert (Relation.CLOCK in line.who) == (operation in (Operation.MOVE_UP, Operation.CLOSE))


def test_the_page_shows_the_table_as_it_is() -> None:
    for operation, line in TABLE.items():
        states = "、".join(state.label for state in State if state in line.states)
        who = "、".join(relation for relation in Relation if relation in line.who)
        assert f"| `{operation}` {operation.label} | {states} | {who} |" in PAGE.read_text("utf-8")
