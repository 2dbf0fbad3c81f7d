"""Who may come into the office."""

import pytest
from django.test import Client

from huiyin.conftest import Town


def client(town: Town, who: str) -> Client:
    made = Client()
    made.force_login(town.persons[who].account)
    return made


def test_strangers_sign_in_residents_find_nothing_and_officers_read_that_it_is_not_theirs(
    town: Town,
) -> None:
    assert Client().get("/office/")["Location"].startswith("/sign-in/")
    assert client(town, "resident").get("/office/").status_code == 404
    assert client(town, "officer").get("/office/").status_code == 403


@pytest.mark.parametrize("who", ["county"])
def test_who_keeps_the_rules_of_a_county_has_a_desk(town: Town, who: str) -> None:
    assert client(town, who).get("/office/").status_code == 200
