"""Random posts, matters, groups and talks: after a hand-over nothing is reached by the old holder, everything by the new."""

import uuid
from collections.abc import Sequence

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.cases import actions as cases
from huiyin.cases.models import Application, Case
from huiyin.cases.queries.access import visible
from huiyin.cases.queries.lists import decisions, inbox
from huiyin.cases.rules.words import Channel
from huiyin.conftest import NOON, Town
from huiyin.groups import actions as groups
from huiyin.groups.actions import passing
from huiyin.groups.models import Group, Member
from huiyin.groups.queries import access_group, groups_of, unanswered
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.posts.tests.conftest import DAY, HOUR, Office, office

__all__ = ["office"]
# who holds the post, who follows, who decides it
PASSES = [
    ("officer", "officer", "officer_next_door", "officer"),
    ("officer", "officer", "resident", "secretary"),
    ("officer", "officer", None, "secretary"),
    ("secretary", "secretary", "cadre", "street"),
    ("secretary", "secretary", "officer", "street"),
    ("cadre", "cadre", "stranger", "county"),
    ("street", "street", "street_colleague", "street"),
]
GRIDS = ["379901001201Z001", "379901001201Z002"]


def opened(town: Town, grid: str, moves: int, *, asks: bool) -> Case:
    case = cases.open_case(
        viewer=town.viewer("stranger"),
        now=NOON,
        text="学校门口没有灯。",
        category="0201",
        node_id=town.nodes[grid].pk,
        channel=Channel.FORM,
        reporter_id=town.persons["stranger"].pk,
    )
    for _move in range(moves):
        holder = _holder(town, case)
        case = cases.hand_up(case_id=case.pk, viewer=holder, now=NOON, reason="要协调。")
    if asks:
        holder = _holder(town, case)
        cases.accept(case_id=case.pk, viewer=holder, now=NOON)
        cases.ask_extension(
            case_id=case.pk, viewer=holder, now=NOON, until=NOON + 20 * DAY, reason="等料。"
        )
    return case


def _holder(town: Town, case: Case) -> Viewer:
    holder_id = case.holder_id
    return next(viewer for key in town.persons if (viewer := town.viewer(key)).acts_for(holder_id))


def talks(town: Town) -> list[Group]:
    """A group of the grid with words that wait, a working group where staff sit as persons, and a private talk."""
    group = groups.create_group(
        viewer=town.viewer("officer"),
        kind="resident",
        name="网格群",
        node_id=town.grid.pk,
        now=NOON,
    )
    groups.add_member(
        viewer=town.viewer("officer"),
        group_id=group.pk,
        person_id=town.persons["neighbour"].pk,
        now=NOON,
    )
    groups.send_message(
        viewer=town.viewer("neighbour"),
        group_id=group.pk,
        text="灯坏了。",
        client_key=uuid.uuid4(),
        now=NOON,
    )
    work = groups.create_group(
        viewer=town.viewer("secretary"),
        kind="task",
        name="防汛",
        node_id=town.grid.pk,
        owner_post_id=town.posts["officer"].pk,
        now=NOON,
    )
    Member.objects.create(group=work, person=town.persons["officer"], joined_at=NOON)
    talk = groups.private_talk(
        viewer=town.viewer("neighbour"), post_id=town.posts["officer"].pk, now=NOON
    )
    return [group, work, talk]


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    asked=st.sampled_from(PASSES),
    matters=st.lists(
        st.tuples(st.sampled_from(GRIDS), st.integers(0, 2), st.booleans()), max_size=4
    ),
    has_leave=st.booleans(),
)
def test_nothing_is_reached_by_the_old_holder_and_everything_by_the_new(
    office: Office,
    asked: tuple[str, str, str | None, str],
    matters: Sequence[tuple[str, int, bool]],
    has_leave: bool,
) -> None:
    with transaction.atomic():
        _hand_over(office, asked, matters, has_leave=has_leave)
        transaction.set_rollback(True)


def _hand_over(
    office: Office,
    asked: tuple[str, str, str | None, str],
    matters: Sequence[tuple[str, int, bool]],
    *,
    has_leave: bool,
) -> None:
    town = office.town
    post, given_by, taken_by, decided_by = asked
    for grid, moves, asks in matters:
        opened(town, grid, moves, asks=asks)
    rooms = talks(town)
    if has_leave and post == "officer":
        office.leave("officer", "officer", "officer_next_door", days=(0, 9))
    held = set(Case.objects.filter(holder=town.posts[post]).values_list("pk", flat=True))
    office.hand_over(post, given_by, taken_by, by=decided_by, now=NOON + HOUR)
    later = NOON + 2 * HOUR
    gone = town.viewer(given_by, at=later)
    assert not gone.posts
    assert not inbox(gone)
    assert not decisions(gone)
    assert not visible(gone).exists()
    for room in rooms:
        _reached_no_more(gone, room, town.posts[post].pk)
    heirs = [
        people.viewer_of(each, at=later)
        for each in people.acting_person_ids(town.posts[post].pk, at=later)
    ]
    assert heirs
    assert gone.person_id not in {each.person_id for each in heirs}
    for heir in heirs:
        assert held <= set(visible(heir).values_list("pk", flat=True))
        own = {room.pk for room in rooms if room.owner_post_id == town.posts[post].pk}
        assert own <= {line.group.pk for line in groups_of(heir)}
        assert bool(unanswered(heir, now=later)) or not own
    _every_application_can_be_decided(town)


def _reached_no_more(gone: Viewer, room: Group, post_id: int) -> None:
    if room.owner_post_id != post_id:
        return
    with pytest.raises(NotThere):
        access_group(gone, room.pk)


def _every_application_can_be_decided(town: Town) -> None:
    """Nobody's application waits for themselves alone."""
    for waiting in Application.objects.filter(decided_at=None):
        acting = people.acting_person_ids(waiting.decider_id, at=NOON + 2 * HOUR)
        assert set(acting) - {waiting.by_person_id}


def test_the_property_fails_when_a_floor_forgets_its_seats(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A seeded fault: groups that do not pass on who sits there as a person are found by the count of the same transaction."""
    talks(office.town)
    monkeypatch.setattr(passing, "_pass_seat", lambda _member, _passing: None)
    with pytest.raises(Refused, match="以个人身份加入的工作群"):
        office.hand_over("officer", "officer", "officer_next_door", now=NOON + HOUR)
