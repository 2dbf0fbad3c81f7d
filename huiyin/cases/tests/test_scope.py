"""One scope: whatever somebody asks by, list, detail, search and counts give the same cases, and never another's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.queries import access, detail, lists
from huiyin.cases.queries.filters import CaseFilters, midnight
from huiyin.cases.queries.lists import Order
from huiyin.cases.queries.overview import Overview, overview, tally
from huiyin.cases.rules.words import PAUSED_STATES, Channel, State
from huiyin.conftest import NOON, Town
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people.models import Incumbency, Person, Post, Substitute
from huiyin.people.rules import Role, Viewer

GRIDS = ["379901001201Z001", "379901001201Z002", "379901001202Z001"]
# an everyday one, one that skips, two that are restricted, an emergency
CATEGORIES = ["0401", "0507", "1002", "0801", "1105"]
REPORTERS = ["resident", "neighbour", "resident_next_door", "stranger"]
VIEWERS = [
    *REPORTERS,
    "officer",
    "officer_next_door",
    "cadre",
    "secretary",
    "secretary_next_door",
    "street",
    "county",
    "lawyer",
    "lead",
]
POSTS = ["officer", "officer_next_door", "cadre", "secretary", "street", "secretary_next_door"]
MOST = 200


@dataclass(frozen=True)
class Matter:
    """A case to open. moves: how often it is handed up; follower: who is owed its answer as well, which keeps the
    reporter from taking it back.
    """

    grid: str
    category: str
    reporter: str
    moves: int
    follower: str | None
    is_withdrawn: bool


MATTERS = st.lists(
    st.builds(
        Matter,
        grid=st.sampled_from(GRIDS),
        category=st.sampled_from(CATEGORIES),
        reporter=st.sampled_from(REPORTERS),
        moves=st.integers(0, 3),
        follower=st.none() | st.sampled_from(REPORTERS),
        is_withdrawn=st.booleans(),
    ),
    min_size=1,
    max_size=5,
)
STAND_INS = st.lists(
    st.tuples(st.sampled_from(POSTS), st.sampled_from(POSTS)).filter(lambda p: p[0] != p[1]),
    max_size=2,
    unique_by=lambda pair: pair[0],
)
VACANT = st.none() | st.sampled_from(["officer", "officer_next_door", "cadre"])


@pytest.fixture
def lead(town: Town) -> None:
    """A street lead beside the cast."""
    post = Post.objects.create(
        key="lead", role=Role.STREET_LEAD, node=town.nodes["379901001"], title="镇街政法委员"
    )
    town.persons["lead"] = person = Person.objects.create(
        key="lead", name="测试lead", is_synthetic=True, created_at=NOON
    )
    Incumbency.objects.create(
        post=post, person=person, from_at=NOON - timedelta(days=1), is_exclusive=True
    )


def opened(town: Town, matter: Matter) -> Case:
    case = actions.open_case(
        viewer=town.viewer(matter.reporter),
        now=NOON,
        text=f"{matter.grid} 没有水了。",
        category=matter.category,
        node_id=town.nodes[matter.grid].pk,
        channel=Channel.FORM,
        reporter_id=town.persons[matter.reporter].pk,
    )
    for _ in range(matter.moves):
        holders = [town.viewer(key) for key in VIEWERS if town.viewer(key).acts_for(case.holder_id)]
        try:
            case = actions.hand_up(
                case_id=case.pk, viewer=holders[0], now=NOON, reason="超出权限。"
            )
        except (Refused, IndexError):
            break
    if matter.follower:
        actions.follow(
            case_id=case.pk,
            person_id=town.persons[matter.follower].pk,
            viewer=town.viewer("county"),
            now=NOON,
        )
    elif matter.is_withdrawn:
        actions.withdraw(case_id=case.pk, viewer=town.viewer(matter.reporter), now=NOON)
    return case


def in_detail(viewer: Viewer, cases: list[Case]) -> set[int]:
    found = set()
    for case in cases:
        try:
            found.add(detail.detail(viewer, case.pk, now=NOON).case.pk)
        except NotThere:
            continue
    return found


def paged(viewer: Viewer, order: Order) -> Iterator[int]:
    """The whole list, two cases a page."""
    after = None
    while True:
        page = lists.work_list(viewer, CaseFilters(), now=NOON, after=after, limit=2, order=order)
        yield from (line.id for line in page.lines)
        if page.after is None:
            return
        after = page.after


def may_see(viewer: Viewer, case: Case) -> bool:
    """The scope said once more, in other words than the query."""
    if case.parties.filter(person_id=viewer.person_id).exists():
        return True
    if viewer.acts_for(case.holder_id) or viewer.acts_for(case.checker_id):
        return True
    ladder = [post for post in viewer.posts if post.role in access.RUNG_OF_ROLE]
    over = [post for post in ladder if any(case.area.startswith(path) for path in post.paths)]
    low = {Role.OFFICER, Role.AREA_CADRE}
    return any(not case.is_restricted or post.role not in low for post in over)


@settings(
    max_examples=4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(matters=MATTERS, stand_ins=STAND_INS, vacant=VACANT)
@pytest.mark.usefixtures("lead")
def test_list_detail_search_and_counts_give_a_person_the_same_cases(
    town: Town, matters: list[Matter], stand_ins: list[tuple[str, str]], vacant: str | None
) -> None:
    with transaction.atomic():
        _staff(town, stand_ins, vacant)
        cases = [opened(town, matter) for matter in matters]
        for key in VIEWERS:
            _same_everywhere(town.viewer(key), cases)
        transaction.set_rollback(True)


def _staff(town: Town, stand_ins: list[tuple[str, str]], vacant: str | None) -> None:
    if vacant:
        Incumbency.objects.filter(post=town.posts[vacant]).update(to_at=NOON - timedelta(hours=1))
    for post, by in stand_ins:
        Substitute.objects.create(
            post=town.posts[post],
            by_post=town.posts[by],
            from_at=NOON - timedelta(hours=1),
            to_at=NOON + timedelta(days=1),
        )


def _same_everywhere(viewer: Viewer, cases: list[Case]) -> None:
    every = CaseFilters()
    listed = list(paged(viewer, Order.NEW))
    seen = in_detail(viewer, cases)
    assert len(listed) == len(set(listed))
    assert set(listed) == seen == set(paged(viewer, Order.DUE))
    assert seen == {case.pk for case in cases if may_see(viewer, Case.objects.get(pk=case.pk))}
    searched = lists.work_list(viewer, CaseFilters(words="没有水"), now=NOON, limit=MOST)
    assert {line.id for line in searched.lines} == seen
    counted = tally(viewer, every, now=NOON)
    assert counted.total == sum((counted.by_place or {}).values()) == len(seen)
    assert sum(lists.counts(viewer, every, now=NOON).values()) == len(seen)
    _counted_one_by_one(overview(viewer, now=NOON), list(Case.objects.filter(pk__in=seen)))


def _counted_one_by_one(found: Overview, cases: list[Case]) -> None:
    in_hand = [case for case in cases if not case.is_ended]
    running = [
        case
        for case in in_hand
        if case.state not in PAUSED_STATES and case.state != State.AWAITING_RATING
    ]
    limits = [case.due_at for case in running if case.due_at]
    began = midnight(NOON)
    assert found.total == len(cases)
    assert found.open == len(in_hand)
    assert found.running == len(running)
    late = [case for case in running if case.overdue_since or (case.due_at and case.due_at < NOON)]
    assert found.overdue == len(late)
    assert found.due_today == sum(NOON <= each <= began + timedelta(days=1) for each in limits)
    assert found.to_tell == sum(case.state == State.AWAITING_NOTICE for case in in_hand)
    assert found.told_today == sum(
        case.told_at is not None and began <= case.told_at <= NOON for case in cases
    )


def test_who_follows_a_restricted_matter_of_their_own_area_reads_of_it_as_its_reporter(
    town: Town,
) -> None:
    """A post too low for restricted matters gives no more than being a party does."""
    matter = Matter(GRIDS[0], "1303", "resident", 0, "stranger", is_withdrawn=False)
    case = opened(town, matter)
    cadre = town.persons["cadre"].pk
    actions.follow(case_id=case.pk, person_id=cadre, viewer=town.viewer("county"), now=NOON)
    assert case.is_restricted
    assert not town.viewer("cadre").acts_for(case.holder_id)
    assert detail.detail(town.viewer("cadre"), case.pk, now=NOON).is_reporter_view
    assert not detail.detail(town.viewer("secretary"), case.pk, now=NOON).is_reporter_view
