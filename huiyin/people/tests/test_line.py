"""Who acts for a post, over random towns: posts missing, vacant, and stood in for."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from huiyin.people.rules import (
    PostFacts,
    Role,
    StaffedPost,
    acting,
    covering,
    responsible,
    roles_above,
    visible_paths,
)
from huiyin.territory.rules import is_within

COUNTY = "3716/371625/"
STREET = f"{COUNTY}371625003/"
COMMUNITY = f"{STREET}371625003201/"
GRIDS = [f"{COMMUNITY}371625003201Z00{number}/" for number in (1, 2, 3)]
NEXT_DOOR = f"{STREET}371625003202/"
PLACES = [
    (Role.COUNTY_COMMAND, COUNTY),
    (Role.GOVERNANCE_DEPUTY, STREET),
    (Role.STREET_GRID_CENTRE, STREET),
    (Role.SECRETARY, COMMUNITY),
    (Role.SECRETARY, NEXT_DOOR),
    (Role.AREA_CADRE, COMMUNITY),
    (Role.AREA_CADRE, COMMUNITY),
    *((Role.OFFICER, grid) for grid in GRIDS),
    (Role.OFFICER, f"{NEXT_DOOR}371625003202Z001/"),
    (Role.PROFESSIONAL, STREET),
]


@st.composite
def towns(draw: st.DrawFn) -> list[StaffedPost]:
    """Some of the posts above, each with nobody, one or two people, and perhaps a substitute."""
    persons = st.lists(st.integers(1, 30), max_size=2, unique=True)
    split = draw(st.integers(0, len(GRIDS)))
    areas = iter([tuple(GRIDS[:split]), tuple(GRIDS[split:])])
    posts = []
    for identity, (role, path) in enumerate(PLACES, start=1):
        looked_after = next(areas) if role is Role.AREA_CADRE else ()
        if draw(st.integers(0, 4)) == 0:
            continue
        facts = PostFacts(identity, role, identity, path, f"post {identity}", areas=looked_after)
        people = draw(st.sampled_from([persons, st.just([])]).flatmap(lambda chosen: chosen))
        posts.append(StaffedPost(facts, tuple(people), tuple(draw(persons))[:1]))
    return posts


def line_of(post: StaffedPost, town: list[StaffedPost]) -> Iterator[StaffedPost]:
    """The post and everything above it that looks after its place, spelt out step by step."""
    yield post
    for role in roles_above(post.facts.role):
        above = responsible(role, post.facts.paths[0], town)
        if above is not None:
            yield above


@given(towns())
def test_somebody_acts_wherever_anybody_stands_in_the_line(town: list[StaffedPost]) -> None:
    for post in town:
        is_manned = any(above.person_ids for above in line_of(post, town))
        assert bool(acting(post, town)) == is_manned


@given(towns())
def test_the_nearest_staffed_post_acts_and_no_other(town: list[StaffedPost]) -> None:
    for post in town:
        first = next((above for above in line_of(post, town) if above.person_ids), None)
        assert covering(post, town) == first


@given(towns())
def test_a_staffed_post_is_left_to_its_own_people(town: list[StaffedPost]) -> None:
    for post in town:
        if post.holders or post.substitutes:
            assert set(acting(post, town)) == {*post.holders, *post.substitutes}


@given(towns())
def test_nobody_next_door_acts_here(town: list[StaffedPost]) -> None:
    for post in town:
        cover = covering(post, town)
        if cover is not None:
            assert is_within(post.facts.path, cover.facts.path) or cover == post


@given(towns())
def test_visible_paths_hold_all_areas_and_none_inside_another(town: list[StaffedPost]) -> None:
    facts = [post.facts for post in town]
    paths = visible_paths(facts)
    for fact in facts:
        if fact.role.sees_its_area:
            assert all(any(is_within(area, path) for path in paths) for area in fact.paths)
    assert all(a == b or not is_within(a, b) for a in paths for b in paths)
    assert paths == visible_paths(reversed(facts))


def test_a_vacant_officer_falls_to_the_cadre_of_that_grid() -> None:
    officer = StaffedPost(PostFacts(1, Role.OFFICER, 1, GRIDS[2], "officer"))
    near = PostFacts(2, Role.AREA_CADRE, 2, COMMUNITY, "cadre", areas=(GRIDS[2],))
    far = PostFacts(3, Role.AREA_CADRE, 2, COMMUNITY, "cadre", areas=tuple(GRIDS[:2]))
    assert acting(officer, [StaffedPost(far, (30,)), StaffedPost(near, (20,))]) == (20,)


def test_the_substitute_comes_before_the_holder_who_is_away() -> None:
    post = StaffedPost(PostFacts(1, Role.OFFICER, 1, GRIDS[0], "officer"), (10,), (20,))
    assert acting(post, []) == (20, 10)


def test_a_vacant_lawyer_is_played_by_nobody() -> None:
    lawyer = StaffedPost(PostFacts(1, Role.PROFESSIONAL, 1, STREET, "lawyer"))
    county = StaffedPost(PostFacts(2, Role.COUNTY_COMMAND, 2, COUNTY, "county"), (1,))
    assert acting(lawyer, [county]) == ()
