"""The page of a post at the desk: what it holds, hand-over, leave, term; vacancies; duty."""

from datetime import timedelta

from huiyin.lib.times import local
from huiyin.people import queries as people
from huiyin.posts import queries
from huiyin.web.command.tests.conftest import Centre


def at(centre: Centre, days: int) -> str:
    return local(centre.now + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M")


def test_the_secretary_hands_an_officers_post_over_on_one_page(centre: Centre) -> None:
    client, post = centre.client("secretary"), centre.town.posts["officer"]
    address = f"/command/posts/{post.pk}/"
    shown = client.get(address).content.decode()
    assert "手上的事" in shown
    assert "您还有别的岗位" not in shown  # the secretary's are none of the officer's
    sent = {
        "do": "pass",
        "pass-given": centre.town.persons["officer"].pk,
        "pass-taken": centre.town.persons["officer_next_door"].pk,
        "pass-note": "西头的灯。",
    }
    assert client.post(address, sent)["Location"] == address
    acting = people.acting_person_ids(post.pk, at=centre.now + timedelta(days=1))
    assert acting == [centre.town.persons["officer_next_door"].pk]
    assert "西头的灯。" in client.get(address).content.decode()
    again = client.post(address, sent)
    assert again.status_code == 422
    assert "西头的灯。" in again.content.decode()


def test_a_leave_is_arranged_and_ended_on_the_page(centre: Centre) -> None:
    client, town = centre.client("officer"), centre.town
    post = town.posts["officer"]
    address = f"/officer/posts/{post.pk}/"
    sent = {
        "do": "leave",
        "leave-person": town.persons["officer"].pk,
        "leave-by_post": town.posts["cadre"].pk,
        "leave-from_at": at(centre, 0),
        "leave-to_at": at(centre, 3),
    }
    assert client.post(address, sent)["Location"] == address
    (away,) = queries.leaves([post.pk], at=centre.now)
    assert "提前回来" in client.get(address).content.decode()
    assert client.post(address, {"do": "end_leave", "id": away.id})["Location"] == address
    assert queries.leaves([post.pk], at=centre.now + timedelta(days=1)) == []


def test_who_hands_over_the_own_only_post_is_led_home(centre: Centre) -> None:
    client, town = centre.client("officer"), centre.town
    sent = {
        "do": "pass",
        "pass-given": town.persons["officer"].pk,
        "pass-taken": town.persons["officer_next_door"].pk,
    }
    answer = client.post(f"/officer/posts/{town.posts['officer'].pk}/", sent)
    assert answer["Location"] == "/"
    assert client.get("/officer/").status_code == 404


def test_a_post_that_is_none_of_ones_business_is_not_there(centre: Centre) -> None:
    other = centre.town.posts["secretary_next_door"].pk
    assert centre.client("secretary").get(f"/command/posts/{other}/").status_code == 404
    assert centre.client("officer").get(f"/officer/posts/{other}/").status_code == 404


def test_a_vacant_post_stands_in_the_report_until_somebody_is_appointed(centre: Centre) -> None:
    client, town = centre.client("secretary"), centre.town
    assert "没有空缺的岗位" in client.get("/command/posts/vacant/").content.decode()
    post = town.posts["officer"]
    address = f"/command/posts/{post.pk}/"
    gone = {"do": "pass", "pass-given": town.persons["officer"].pk, "pass-taken": "0"}
    assert client.post(address, gone)["Location"] == address
    assert address in client.get("/command/posts/vacant/").content.decode()
    assert client.post(address, {"do": "pass", "pass-login": "nobody-here"}).status_code == 422
    filled = client.post(address, {"do": "pass", "pass-login": "stranger"})
    assert filled["Location"] == address
    assert "没有空缺的岗位" in client.get("/command/posts/vacant/").content.decode()


def test_a_roster_is_written_and_shown_to_residents(centre: Centre) -> None:
    client, town = centre.client("secretary"), centre.town
    today = at(centre, 0)[:10]
    sent = {
        "first": today,
        "last": today,
        "begins": "00:00",
        "ends": "00:00",
        "days": "all",
        "people": [town.persons["cadre"].pk],
    }
    assert client.post("/command/duty/", sent)["Location"] == "/command/duty/"
    assert "测试cadre" in client.get("/command/duty/").content.decode()
    public = client.get(f"/grid/{town.grid.code}/").content.decode()
    assert "现在值班" in public
    (shift,) = queries.roster(town.community.pk, at=centre.now)
    client.post("/command/duty/", {"do": "remove", "id": shift.pk})
    assert "现在值班" not in client.get(f"/grid/{town.grid.code}/").content.decode()
    wrong = client.post("/command/duty/", {**sent, "last": "2020-01-01"})
    assert wrong.status_code == 422
