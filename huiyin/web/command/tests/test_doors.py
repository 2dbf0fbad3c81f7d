"""Who may come in, and what the secretary next door finds: nothing."""

import pytest
from django.test import Client

from huiyin.cases import actions
from huiyin.web.command.tests.conftest import Centre

PAGES = (
    "/command/",
    "/command/decisions/",
    "/command/groups/",
    "/command/notices/",
    "/command/posts/",
)
FOR_CADRES = ("/command/", "/command/groups/", "/command/notices/")


@pytest.mark.parametrize("address", PAGES)
def test_residents_find_nothing_and_strangers_are_asked_to_sign_in(
    centre: Centre, address: str
) -> None:
    assert centre.client("resident").get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("who", ["secretary", "street", "county"])
def test_who_commands_opens_every_page(centre: Centre, address: str, who: str) -> None:
    centre.case()
    assert "<h1" in centre.page(address, who)


@pytest.mark.parametrize("address", PAGES)
def test_an_area_cadre_may_look_at_the_lists_and_an_officer_may_not(
    centre: Centre, address: str
) -> None:
    expected = 200 if address in FOR_CADRES else 403
    assert centre.client("cadre").get(address).status_code == expected
    assert centre.client("officer").get(address).status_code == 403


def test_the_secretary_next_door_has_an_empty_list_and_no_case(centre: Centre) -> None:
    case = centre.case()
    asked = centre.do(
        actions.ask_decline, case, "officer", reason="已起诉。", right_place="县人民法院"
    )
    page = centre.page("/command/", "secretary_next_door")
    assert case.number not in page
    assert "眼下没有在办的事" in page
    addresses = [
        f"/command/cases/{case.pk}/",
        f"/command/cases/{case.pk}/pane/",
        f"/command/cases/{case.pk}/instruct/",
        f"/command/decisions/{case.pk}/",
    ]
    for address in addresses:
        centre.page(address, "secretary_next_door", status=404)
    client = centre.client("secretary_next_door")
    sent = {"approve": "yes", "act": "decide_decline", "version": asked.version}
    assert client.post(f"/command/decisions/{case.pk}/", sent).status_code == 404
    assert client.post(f"/command/cases/{case.pk}/instruct/", {"text": "办"}).status_code == 404
    found = centre.client("secretary_next_door").get("/command/", {"words": "没有水"})
    assert case.number not in found.content.decode()


def test_somebody_else_s_area_in_the_address_shows_nothing(centre: Centre) -> None:
    case, area = centre.case(), centre.town.community.path
    page = centre.page(f"/command/?area={area}", "secretary_next_door")
    assert case.number not in page
    centre.page(f"/command/posts/?area={area}", "secretary_next_door", status=404)


def test_what_a_secretary_raised_as_a_neighbour_stands_on_their_own_pages(centre: Centre) -> None:
    case = centre.case(who="secretary_next_door", node_id=centre.town.grid.pk, category="0103")
    answer = centre.client("secretary_next_door").get(f"/command/cases/{case.pk}/")
    assert answer["Location"] == f"/matters/{case.pk}/"
