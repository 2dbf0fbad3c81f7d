from huiyin.cases import actions as cases
from huiyin.web.officer.tests.conftest import Desk


def test_an_empty_inbox_says_what_to_do_next(desk: Desk) -> None:
    assert "都回音了" in desk.get("/officer/")


def test_words_that_wait_stand_oldest_first_above_the_cases(desk: Desk) -> None:
    desk.say("resident", "楼道灯坏了")
    desk.say("neighbour", "几点来水？")
    desk.matter("办居住证")
    page = desk.get("/officer/")
    assert page.index("楼道灯坏了") < page.index("几点来水？") < page.index("办居住证")
    assert "3号楼2单元501" in page
    assert "等了" in page
    assert '<span class="count">3<' in page


def test_what_was_answered_waits_no_longer(desk: Desk) -> None:
    said = desk.say("resident", "楼道灯坏了")
    desk.say("officer", "这就去看", reply_to_id=said.pk)
    assert "楼道灯坏了" not in desk.get("/officer/")


def test_a_decision_waits_with_whoever_decides(desk: Desk) -> None:
    case = desk.accepted(desk.matter())
    cases.ask_extension(
        case_id=case.pk,
        viewer=desk.viewer("officer"),
        now=desk.now,
        until=case.due_at.replace(year=case.due_at.year + 1) if case.due_at else desk.now,
        reason="要等窗口开门",
    )
    assert "要等窗口开门" in desk.get("/officer/", who="cadre")
    assert "等您审批" not in desk.get("/officer/")


def test_the_page_listens_to_its_posts_and_to_the_groups_that_wait(desk: Desk) -> None:
    desk.say("resident", "楼道灯坏了")
    page = desk.get("/officer/")
    post = desk.town.posts["officer"]
    assert f'data-live-refresh="post:{post.pk} group:{desk.group.pk}' in page


def test_one_tap_puts_small_talk_away(desk: Desk) -> None:
    said = desk.say("resident", "早上好")
    address = f"/officer/groups/{desk.group.pk}/sort/"
    response = desk.post(address, one=f"small_talk-{said.pk}", next="inbox")
    assert response["Location"] == "/officer/"
    assert "早上好" not in desk.get("/officer/")
