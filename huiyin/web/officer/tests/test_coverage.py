"""The pages of coverage and visits: every screen says the same, a tap sends somebody, sheets are paper."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client

from huiyin.coverage.actions import invite
from huiyin.coverage.models import Invitation, Verification
from huiyin.coverage.queries.states import total
from huiyin.groups.models import Member
from huiyin.people.models import Household
from huiyin.territory.models import Building, Dwelling
from huiyin.visits.models import Visit
from huiyin.web.officer.tests.conftest import Desk


@pytest.fixture
def homes(desk: Desk) -> list[Dwelling]:
    """Three homes in a building, where nobody was registered yet; one stands empty."""
    building = Building.objects.create(
        community=desk.town.community, grid=desk.town.grid, name="9号楼"
    )
    return [
        Dwelling.objects.create(building=building, unit="1", room=room, is_occupied=room != "301")
        for room in ("101", "201", "301")
    ]


def test_every_screen_says_the_same(desk: Desk, homes: list[Dwelling]) -> None:
    grid = desk.town.grid
    figure = total([grid.path], now=desk.now)
    assert (figure.covered, figure.occupied, figure.percent) == (2, 4, "50.0%")
    of_grid = desk.get("/officer/coverage/")
    assert figure.percent in of_grid
    assert f"{figure.covered} / {figure.occupied} · {figure.percent}" in desk.get(
        f"/officer/groups/{desk.group.pk}/about/"
    )
    for address in ("/command/coverage/", f"/officer/coverage/{desk.town.community.pk}/"):
        page = desk.get(address, who="secretary")
        row = page[page.index(grid.name, page.index("<main")) :]
        found = re.search(r"\d+\.\d%", row)
        assert found is not None
        assert found[0] == figure.percent, address


def test_one_tap_makes_a_visit_and_a_second_tap_none(desk: Desk, homes: list[Dwelling]) -> None:
    address = f"/officer/coverage/{desk.town.grid.pk}/homes/"
    assert f'value="d{homes[0].pk}"' in desk.get(address)
    assert f'value="d{homes[2].pk}"' not in desk.get(address)
    for _ in range(2):
        answer = desk.post(address, home=f"d{homes[0].pk}")
        assert answer.status_code == HTTPStatus.FOUND
    visit = Visit.objects.get()
    assert answer.headers["Location"] == f"/officer/visits/{visit.pk}/"
    assert "9号楼1单元101" in desk.get("/officer/visits/")


def test_a_code_made_at_the_door_lets_a_newcomer_in_and_ends_the_visit(
    desk: Desk, homes: list[Dwelling]
) -> None:
    desk.post(f"/officer/coverage/{desk.town.grid.pk}/homes/", home=f"d{homes[0].pk}")
    visit = Visit.objects.get()
    desk.post(f"/officer/visits/{visit.pk}/", do="invite")
    picture = desk.client().get(f"/officer/visits/{visit.pk}/code.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    code = Invitation.objects.get().code
    newcomer = Client()
    page = newcomer.get(f"/join/{code.lower()}/")
    assert "9号楼1单元101" in page.content.decode()
    answer = newcomer.post(f"/join/{code}/", {"name": "李红", "agreed": "on"})
    assert answer.status_code == HTTPStatus.FOUND
    visit.refresh_from_db()
    assert visit.result == "joined"
    assert Member.objects.get(person__name="李红").household == visit.household
    assert newcomer.get(answer.headers["Location"]).status_code == HTTPStatus.OK


def test_wrong_codes_are_told_alike_and_end_in_a_pause(desk: Desk) -> None:
    visitor = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(20):
        assert visitor.get("/join/BCDF-2345/").status_code == HTTPStatus.NOT_FOUND
    paused = visitor.get("/join/BCDF-2345/")
    assert paused.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(paused.headers["Retry-After"]) > 0
    # the poster of the group still opens
    assert visitor.get(f"/join/{desk.group.join_code}/").status_code == HTTPStatus.CONFLICT


def test_a_no_and_its_end(desk: Desk) -> None:
    home = desk.town.households["resident"]
    Member.objects.filter(household=home).delete()
    address = f"/officer/coverage/households/{home.pk}/"
    desk.post(address, do="refuse", instead="sms")
    page = desk.get(address)
    assert "不愿进群" in page
    assert "发短信" in page
    assert desk.post(address, do="invite").status_code == HTTPStatus.CONFLICT
    assert desk.post(address, do="visit").status_code == HTTPStatus.CONFLICT
    desk.post(address, do="withdraw")
    assert desk.post(address, do="invite").status_code == HTTPStatus.FOUND
    made = Invitation.objects.get()
    desk.post(address, do="revoke", invitation=str(made.pk))
    assert Client().get(f"/join/{made.code}/").status_code == HTTPStatus.NOT_FOUND


def test_who_waits_to_be_verified_is_on_a_list(desk: Desk) -> None:
    waiting = Verification.objects.create(
        household=desk.town.households["neighbour"],
        person=desk.town.persons["neighbour"],
        asked_at=desk.now - timedelta(days=1),
    )
    assert "3号楼2单元502" in desk.get("/officer/coverage/arrivals/")
    assert "3号楼2单元502" not in desk.get("/officer/coverage/arrivals/", who="officer_next_door")
    desk.client().post("/officer/coverage/arrivals/", {"who": waiting.pk, "confirm": "1"})
    waiting.refresh_from_db()
    assert waiting.way == "officer"


@pytest.mark.parametrize("kind", ["grid", "building", "household"])
def test_sheets_are_paper_with_codes(desk: Desk, homes: list[Dwelling], kind: str) -> None:
    town = desk.town
    Household.objects.create(dwelling=homes[0], grid=town.grid, label="9号楼1单元101")
    address = f"/officer/coverage/{town.grid.pk}/sheets/"
    assert "打印二维码" in desk.get(address)
    answer = desk.client().post(address, {"kind": kind})
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert Invitation.objects.count() == (1 if kind == "household" else 0)


def test_the_county_reads_figures_and_no_doors(desk: Desk) -> None:
    county, grid = desk.client("county"), desk.town.grid.pk
    assert county.get(f"/officer/coverage/{grid}/").status_code == HTTPStatus.OK
    home = desk.town.households["resident"].pk
    for closed in (f"{grid}/homes/", f"{grid}/sheets/", f"households/{home}/"):
        assert county.get(f"/officer/coverage/{closed}").status_code == HTTPStatus.NOT_FOUND


def test_a_code_of_another_grid_is_not_made(desk: Desk) -> None:
    home = desk.town.households["resident_next_door"].pk
    answer = desk.post(f"/officer/coverage/households/{home}/", do="invite")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_code_of_a_known_resident_moves_them_in(desk: Desk, homes: list[Dwelling]) -> None:
    home = Household.objects.create(dwelling=homes[0], grid=desk.town.grid, label="9号楼1单元101")
    made = invite(viewer=desk.viewer("officer"), household_id=home.pk, now=desk.now)
    answer = desk.client("stranger").post(f"/join/{made.code}/", {"agreed": "on"})
    assert answer.status_code == HTTPStatus.FOUND
    assert home.members.filter(person=desk.town.persons["stranger"]).exists()
