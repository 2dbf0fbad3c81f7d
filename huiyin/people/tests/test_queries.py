from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from huiyin.conftest import NOON, Town
from huiyin.lib.refusal import NotThere
from huiyin.people import actions, queries
from huiyin.people.models import Incumbency, Post, PostArea, Substitute
from huiyin.people.rules import Role

HOUR = timedelta(hours=1)


def vacate(town: Town, *posts: str) -> None:
    Incumbency.objects.filter(post__key__in=posts).delete()


def stand_in(town: Town, post: str, by: str, *, hours: int = 8) -> None:
    Substitute.objects.create(
        post=town.posts[post],
        by_post=town.posts[by],
        from_at=NOON - HOUR,
        to_at=NOON + timedelta(hours=hours),
    )


def acting(town: Town, post: str) -> list[str]:
    ids = queries.acting_person_ids(town.posts[post].pk, at=NOON)
    names = {person.pk: key for key, person in town.persons.items()}
    return [names[person_id] for person_id in ids]


def test_an_officer_sees_the_own_grid_and_not_the_one_next_door(town: Town) -> None:
    viewer = town.viewer("officer")
    assert viewer.paths == (town.grid.path,)
    assert viewer.sees(town.grid.path)
    assert not viewer.sees(town.grid_next_door.path)
    assert viewer.roles == {Role.OFFICER}
    assert viewer.own_post_ids == viewer.post_ids == {town.posts["officer"].pk}


def test_a_resident_has_no_posts_and_sees_no_area(town: Town) -> None:
    viewer = town.viewer("resident")
    assert (viewer.posts, viewer.paths, viewer.is_staff) == ((), (), False)


def test_a_lawyer_sees_no_area_by_virtue_of_the_post(town: Town) -> None:
    viewer = town.viewer("lawyer")
    assert viewer.is_staff
    assert viewer.paths == ()


def test_nobody_is_viewed_who_is_not_there(town: Town) -> None:
    with pytest.raises(NotThere):
        queries.viewer_of(1, at=NOON)


def test_a_vacant_grid_belongs_to_the_cadre_until_somebody_takes_it(town: Town) -> None:
    vacate(town, "officer")
    cadre = town.viewer("cadre")
    assert acting(town, "officer") == ["cadre"]
    assert cadre.acts_for(town.posts["officer"].pk)
    assert town.posts["officer"].pk not in cadre.own_post_ids
    assert not town.viewer("secretary").acts_for(town.posts["officer"].pk)


def test_with_the_cadre_gone_too_it_falls_to_the_secretary(town: Town) -> None:
    vacate(town, "officer", "cadre")
    assert acting(town, "officer") == ["secretary"]
    assert town.viewer("secretary").acts_for(town.posts["officer"].pk)
    assert town.viewer("secretary").acts_for(town.posts["cadre"].pk)


def test_with_a_whole_street_gone_the_county_acts(town: Town) -> None:
    vacate(town, "officer", "cadre", "secretary", "street")
    assert acting(town, "officer") == ["county", "county_colleague"]
    assert town.viewer("county").acts_for(town.posts["officer"].pk)


def test_with_everybody_gone_nobody_acts(town: Town) -> None:
    vacate(town, *town.posts)
    assert acting(town, "officer") == []
    assert queries.staff_person(town.posts["officer"].pk, NOON) is None


def test_a_substitute_acts_for_the_time_of_the_leave(town: Town) -> None:
    stand_in(town, "officer", "officer_next_door")
    assert acting(town, "officer") == ["officer_next_door", "officer"]
    viewer = town.viewer("officer_next_door")
    assert viewer.sees(town.grid.path)
    assert viewer.own_post_ids == {town.posts["officer_next_door"].pk}
    after = town.viewer("officer_next_door", at=NOON + timedelta(hours=8))
    assert not after.sees(town.grid.path)


def test_a_substitute_who_is_gone_does_not_keep_the_post_from_the_cadre(town: Town) -> None:
    stand_in(town, "officer", "officer_next_door")
    vacate(town, "officer", "officer_next_door")
    assert acting(town, "officer") == ["cadre"]


def test_the_person_named_for_a_post_is_the_substitute_while_there_is_one(town: Town) -> None:
    post_id = town.posts["officer"].pk
    stand_in(town, "officer", "officer_next_door")
    assert queries.staff_person(post_id, NOON) == town.persons["officer_next_door"]
    later = queries.staff_person(post_id, NOON + timedelta(days=1))
    assert later == town.persons["officer"]


def test_a_term_begins_and_ends_to_the_moment(town: Town) -> None:
    term = Incumbency.objects.get(post=town.posts["officer"])
    term.to_at = NOON
    term.save()
    post_id = town.posts["officer"].pk
    assert town.viewer("officer", at=NOON - HOUR).acts_for(post_id)
    assert not town.viewer("officer", at=NOON).acts_for(post_id)


@pytest.mark.parametrize(
    ("role", "key"),
    [
        (Role.OFFICER, "officer"),
        (Role.AREA_CADRE, "cadre"),
        (Role.SECRETARY, "secretary"),
        (Role.STREET_GRID_CENTRE, "street"),
        (Role.COUNTY_COMMAND, "county"),
    ],
)
def test_each_rung_is_found_from_the_grid(town: Town, role: Role, key: str) -> None:
    found = queries.responsible_post(role=role, node_id=town.grid.pk)
    assert found is not None
    assert found.id == town.posts[key].pk


def test_no_officer_answers_for_a_whole_community(town: Town) -> None:
    assert queries.responsible_post(role=Role.OFFICER, node_id=town.community.pk) is None
    with pytest.raises(NotThere):
        queries.responsible_post(role=Role.OFFICER, node_id=1)


def test_of_two_cadres_the_one_with_the_grid_among_their_areas_answers(town: Town) -> None:
    east = Post.objects.create(
        key="east", role=Role.AREA_CADRE, node=town.community, title="东片干部"
    )
    PostArea.objects.create(post=east, node=town.grid)
    PostArea.objects.create(post=town.posts["cadre"], node=town.grid_next_door)
    found = queries.responsible_post(role=Role.AREA_CADRE, node_id=town.grid.pk)
    assert found is not None
    assert (found.id, found.areas) == (east.pk, (town.grid.path,))
    assert town.viewer("cadre").paths == (town.grid_next_door.path,)


@given(areas=st.dictionaries(st.sampled_from(["grid", "grid_next_door"]), st.booleans()))
@settings(max_examples=9, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_posts_over_several_places_are_those_over_each(
    town: Town, areas: dict[str, bool]
) -> None:
    PostArea.objects.all().delete()
    Post.objects.filter(key="east").delete()
    east = Post.objects.create(
        key="east", role=Role.AREA_CADRE, node=town.community, title="东片干部"
    )
    for place, is_east in areas.items():
        post = east if is_east else town.posts["cadre"]
        PostArea.objects.create(post=post, node=getattr(town, place))
    paths = [town.grid.path, town.grid_next_door.path, town.community.path]
    over = queries.PostsOver({node.pk: node.path for node in town.nodes.values()})
    for path in paths:
        single = queries.posts_over(path, roles=Role)
        many = {role: found for role in Role if (found := over.nearest(path, role))}
        assert {role: each.id for role, each in many.items()} == {
            role: each.id for role, each in single.items()
        }


def test_the_vacancy_report_names_what_nobody_holds(town: Town) -> None:
    vacate(town, "officer", "secretary_next_door")
    stand_in(town, "officer", "officer_next_door")
    found = {post.id for post in queries.vacant_posts(town.community.path, at=NOON)}
    assert found == set()
    county = town.nodes["379901"].path
    assert [post.id for post in queries.vacant_posts(county, at=NOON)] == [
        town.posts["secretary_next_door"].pk
    ]


def test_a_viewer_costs_four_queries_at_most(
    town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    vacate(town, "officer", "cadre")
    for key in ("resident", "officer_next_door", "secretary", "county"):
        with django_assert_max_num_queries(4):
            town.viewer(key)


def test_who_acts_costs_two_queries_at_most(
    town: Town, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    vacate(town, "officer", "cadre", "secretary")
    with django_assert_max_num_queries(2):
        acting(town, "officer")


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(data=st.data())
def test_whoever_acts_for_a_post_has_it_in_view_and_nobody_else(
    town: Town, data: st.DataObject
) -> None:
    keys = list(town.posts)
    Incumbency.objects.all().delete()
    Substitute.objects.all().delete()
    staffings: list[set[str]] = [set(), set(), {"stranger"}, {"own"}, {"own", "lawyer"}]
    Incumbency.objects.bulk_create(
        Incumbency(post=post, person=person, from_at=NOON - HOUR, is_exclusive=False)
        for key, post in town.posts.items()
        for person in {
            town.persons[key if holder == "own" else holder]
            for holder in data.draw(st.sampled_from(staffings))
        }
    )
    for _number in range(data.draw(st.integers(0, 2))):
        post, by = data.draw(st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True))
        stand_in(town, post, by)
    viewers = {key: town.viewer(key) for key in town.persons}
    for key in keys:
        post_id = town.posts[key].pk
        assert set(acting(town, key)) == {
            person for person, viewer in viewers.items() if viewer.acts_for(post_id)
        }


def test_somebody_who_calls_is_found_by_number(town: Town) -> None:
    person = town.persons["resident"]
    actions.change_phone(person_id=person.pk, phone="140 0000 0001", now=NOON)
    assert queries.persons_by_phone("14000000001") == [person]
    assert queries.persons_by_phone("14000000002") == []


def test_where_one_lives_comes_before_where_one_is_registered(town: Town) -> None:
    person = town.persons["resident"]
    actions.move_in(
        person_id=person.pk, household_id=town.households["resident_next_door"].pk, now=NOON
    )
    labels = [home.label for home in queries.households_of(person.pk, at=NOON)]
    assert labels == ["3号楼2单元501", "8号楼1单元101"]
    assert queries.living_count(town.grid_next_door, at=NOON) == 2
