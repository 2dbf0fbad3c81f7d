"""Who may do what in a group: the rules alone."""

from datetime import timedelta

import pytest

from huiyin.conftest import NOON
from huiyin.groups.rules import GroupFacts, GroupKind, MemberFacts, RevisionKind
from huiyin.groups.rules.rights import class_at_birth, may_open, recall_kind, speaker, standing
from huiyin.lib.refusal import Conflict, NotAllowed, Refused
from huiyin.people.rules import PostFacts, Role, Viewer

CITY, GRID, OTHER = "37/3701/", "37/3701/Z1/", "37/3701/Z2/"
OWNER = PostFacts(1, Role.OFFICER, 10, GRID, "网格员")


def group(kind: GroupKind = GroupKind.RESIDENT, owner: int = 1) -> GroupFacts:
    return GroupFacts(7, kind, 10, GRID, owner, is_active=True)


def holder(role: Role, path: str, *areas: str) -> Viewer:
    post = PostFacts(50, role, 1, path, role.label, areas=areas)
    return Viewer(5, "某某", (post,), (path,))


def member(*, person: int | None = None, post: int | None = None) -> MemberFacts:
    return MemberFacts(3, person, post, None, "3号楼", None, 0)


@pytest.mark.parametrize(
    ("viewer", "sees", "tends", "administers"),
    [
        (Viewer(5, "网格员", (OWNER,), (GRID,)), True, True, True),
        (holder(Role.AREA_CADRE, CITY, GRID), True, True, True),
        (holder(Role.AREA_CADRE, CITY, OTHER), False, False, False),
        (holder(Role.SECRETARY, CITY), True, True, False),
        (holder(Role.GRID_HEAD, GRID), True, False, False),
        (holder(Role.STREET_GRID_CENTRE, "37/"), False, False, False),
        (holder(Role.OFFICER, OTHER), False, False, False),
        (holder(Role.BUILDING_HEAD, GRID), False, False, False),
        (holder(Role.SYSTEM_ADMIN, CITY), False, False, False),
        (Viewer(5, "居民", (), ()), False, False, False),
    ],
)
def test_an_open_group_is_seen_tended_and_administered_from_its_area(
    viewer: Viewer, sees: bool, tends: bool, administers: bool
) -> None:
    found = standing(viewer, group(), [])
    assert (found.sees, found.tends, found.administers) == (sees, tends, administers)


@pytest.mark.parametrize(
    "kind", [GroupKind.PRIVATE_TALK, GroupKind.MEDIATION_ROOM, GroupKind.LIAISON, GroupKind.COMMAND]
)
@pytest.mark.parametrize("role", [Role.SECRETARY, Role.AREA_CADRE, Role.COUNTY_COMMAND])
def test_closed_groups_belong_to_their_members(kind: GroupKind, role: Role) -> None:
    found = standing(holder(role, CITY), group(kind), [])
    allowed = (found.sees, found.tends, found.administers, found.supervises)
    assert not any(allowed)


def test_the_street_and_the_county_see_figures_and_no_words() -> None:
    found = standing(holder(Role.COUNTY_COMMAND, "37/"), group(), [])
    assert (found.supervises, found.sees) == (True, False)


def test_who_holds_office_and_lives_here_speaks_in_office_unless_asked_otherwise() -> None:
    viewer = Viewer(5, "林小燕", (OWNER,), (GRID,))
    said = speaker(viewer, group(), [member(person=5), member(post=1)], as_post_id=None, now=NOON)
    assert (said.post, said.label) == (OWNER, "网格员 林小燕")


def test_a_building_head_who_lives_here_speaks_as_a_neighbour() -> None:
    head = PostFacts(9, Role.BUILDING_HEAD, 10, GRID, "3号楼楼栋长")
    viewer = Viewer(5, "邹德山", (head,), ())
    members = [member(person=5), member(post=9)]
    said = speaker(viewer, group(), members, as_post_id=None, now=NOON)
    assert said.post is None
    assert class_at_birth(group(), said) is not None
    as_head = speaker(viewer, group(), members, as_post_id=9, now=NOON)
    assert (as_head.post, as_head.is_answering) == (head, False)


def test_an_officers_own_word_is_recalled_late_only_with_a_reason() -> None:
    late = NOON + timedelta(hours=1)
    window = timedelta(minutes=2)
    with pytest.raises(Refused, match="原因"):
        recall_kind(is_own=True, administers=True, at=NOON, now=late, reason="", window=window)
    kind = recall_kind(
        is_own=True, administers=True, at=NOON, now=late, reason="写错", window=window
    )
    assert kind is RevisionKind.REMOVED


@pytest.mark.parametrize(("is_own", "refusal"), [(True, Conflict), (False, NotAllowed)])
def test_residents_recall_soon_and_their_own(is_own: bool, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        recall_kind(
            is_own=is_own,
            administers=False,
            at=NOON,
            now=NOON + timedelta(minutes=3),
            reason="写错",
            window=timedelta(minutes=2),
        )


@pytest.mark.parametrize(
    ("viewer", "may"),
    [
        (holder(Role.OFFICER, GRID), True),
        (holder(Role.SECRETARY, CITY), True),
        (holder(Role.OFFICER, OTHER), False),
        (holder(Role.GRID_HEAD, GRID), False),
        (holder(Role.SYSTEM_ADMIN, CITY), False),
        (Viewer(5, "居民", (), ()), False),
    ],
)
def test_groups_are_opened_by_who_runs_groups_of_the_place(viewer: Viewer, may: bool) -> None:
    assert may_open(viewer, GroupKind.RESIDENT, GRID) is may
    assert not may_open(viewer, GroupKind.PRIVATE_TALK, GRID)
