from datetime import timedelta

from huiyin.cases import actions as cases
from huiyin.ground.ledger.actions import CLOCK
from huiyin.people import actions as people
from huiyin.web.officer.tests.conftest import Desk


def test_my_posts_say_what_they_may_do_and_who_stands_in(desk: Desk) -> None:
    people.substitute(
        post_id=desk.town.posts["officer"].pk,
        by_post_id=desk.town.posts["officer_next_door"].pk,
        from_at=desk.now,
        to_at=desk.now + timedelta(days=3),
        by=CLOCK,
        now=desk.now,
    )
    page = desk.get("/officer/me/")
    assert "把本级解决不了的事项上交。" in page
    assert "替岗" in page
    assert "我替着的岗位" in desk.get("/officer/me/", who="officer_next_door")


def test_notices_of_the_post_are_read_by_going_there(desk: Desk) -> None:
    case = desk.matter("办居住证")
    cases.hand_up(case_id=case.pk, viewer=desk.viewer("officer"), now=desk.now, reason="难办")
    page = desk.get("/officer/notices/", who="cadre")
    assert "难办" in page
    client = desk.client("cadre")
    assert client.get(f"/officer/notices/{case.pk}/")["Location"] == f"/officer/cases/{case.pk}/"
    assert "新</span>" not in desk.get("/officer/notices/", who="cadre")


def test_all_notices_are_read_at_once(desk: Desk) -> None:
    desk.matter("办居住证")
    assert desk.post("/officer/notices/").status_code == 302
    assert "都看过了" not in desk.get("/officer/notices/")
