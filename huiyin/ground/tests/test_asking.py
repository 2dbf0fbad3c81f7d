"""A question about rows: values, querysets and the signs in between arrive where they were meant."""

import pytest

from huiyin.conftest import Town
from huiyin.ground.asking import ask
from huiyin.people.models import Post
from huiyin.people.rules import Role


@pytest.mark.usefixtures("town")
def test_a_queryset_stands_in_the_place_of_its_name_and_brings_its_own_values() -> None:
    officers = Post.objects.filter(role=Role.OFFICER.value).values("role")
    rows = ask(
        "SELECT {first}, role, {second} FROM ({officers}) AS officers"
        " UNION ALL SELECT {second}, 'none', {first}",
        first="a%b",
        second="{second}",
        officers=officers,
    )
    assert rows == [
        *[("a%b", "officer", "{second}")] * officers.count(),
        ("{second}", "none", "a%b"),
    ]
    assert len(rows) > 1


def test_a_list_is_one_value(town: Town) -> None:
    ids = sorted(post.pk for post in town.posts.values())[:2]
    found = ask("SELECT id FROM people_post WHERE id = ANY({ids}) ORDER BY id", ids=ids)
    assert [row[0] for row in found] == ids


@pytest.mark.django_db
def test_what_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        ask("SELECT {nothing}")
