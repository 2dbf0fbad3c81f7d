"""Groups by their figures, notices, and who acts for what."""

import uuid
from datetime import timedelta

from huiyin.groups import actions as groups
from huiyin.people.models import Incumbency
from huiyin.web.command.tests.conftest import Centre


def said_long_ago(centre: Centre) -> None:
    at = centre.now
    groups.send_message(
        viewer=centre.viewer("resident"),
        group_id=centre.group.pk,
        text="楼道灯什么时候修？",
        client_key=uuid.uuid4(),
        now=at - timedelta(hours=3),
    )


def test_a_group_with_words_left_unanswered_stands_out(centre: Centre) -> None:
    said_long_ago(centre)
    page = centre.page("/command/groups/?alarm=unanswered")
    assert "第一网格群" in page
    assert "有话没回" in page
    assert "超时 1" in page
    assert "测试resident" not in page
    assert f"/officer/groups/{centre.group.pk}/" in page


def test_the_street_sees_figures_and_not_the_words(centre: Centre) -> None:
    said_long_ago(centre)
    page = centre.page("/command/groups/", "street")
    assert "第一网格群" in page
    assert f"/officer/groups/{centre.group.pk}/" not in page


def test_unknown_alarms_show_every_group(centre: Centre) -> None:
    assert "第一网格群" in centre.page("/command/groups/?alarm=%27%3Bdrop")


def test_unanswered_words_beyond_the_limit_are_counted_on_the_list(centre: Centre) -> None:
    said_long_ago(centre)
    page = centre.page("/command/")
    assert "未回 1 条" in page


def test_following_a_notice_is_having_read_it(centre: Centre) -> None:
    case = centre.case(urgency="emergency")
    assert "未读" in centre.page("/command/notices/")
    answer = centre.client("secretary").post(f"/command/notices/{case.pk}/")
    assert answer["Location"] == f"/command/cases/{case.pk}/"
    assert "未读" not in centre.page("/command/notices/")


def test_all_notices_can_be_marked_at_once(centre: Centre) -> None:
    centre.case(urgency="emergency")
    assert centre.client("secretary").post("/command/notices/").status_code == 302
    assert "未读" not in centre.page("/command/notices/?after=x")


def test_a_vacancy_says_who_covers_it(centre: Centre) -> None:
    Incumbency.objects.filter(post=centre.town.posts["officer"]).update(
        to_at=centre.now - timedelta(hours=1)
    )
    page = centre.page("/command/posts/")
    assert "空缺，由" in page
    assert "测试cadre" in page
    assert "测试secretary_next_door" not in page


def test_the_street_goes_down_to_a_community(centre: Centre) -> None:
    page = centre.page("/command/posts/", "street")
    assert f"?area={centre.town.community.path}" in page
    assert "第一网格" in centre.page(f"/command/posts/?area={centre.town.community.path}", "street")
