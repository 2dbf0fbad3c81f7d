"""The small parts: time in words, filters in the address, people behind masks."""

from datetime import datetime, timedelta

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from huiyin.lib.times import ZONE
from huiyin.web.kit.marks import icon
from huiyin.web.kit.moments import due_state, percent_left

NOW = datetime(2026, 9, 14, 16, 0, tzinfo=ZONE)


def drawn(text: str, address: str = "/", **values: object) -> str:
    request = RequestFactory().get(address)
    vars(request).update(now=NOW, viewer=None)
    return Template("{% load kit %}" + text).render(Context({"request": request, **values}))


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW + timedelta(hours=2), "2 小时后，今天 18:00"),
        (NOW - timedelta(hours=3), "3 小时前，今天 13:00"),
        (NOW - timedelta(seconds=5), "刚刚，今天 15:59"),
        (NOW - timedelta(days=4), "4 天前，9月10日 16:00"),
    ],
)
def test_a_moment_is_said_relative_and_absolute(moment: datetime, words: str) -> None:
    assert f">{words}</time>" in drawn("{% when moment %}", moment=moment)


def test_no_moment_is_no_word() -> None:
    assert drawn("{% when None %}{% clock None %}{% due None %}").strip() == ""


def test_a_limit_says_how_long_when_and_how_sure() -> None:
    due_at = NOW + timedelta(hours=2)
    assert "2 小时后，今天 18:00（暂定）" in drawn(
        "{% due due_at provisional=True %}", due_at=due_at
    )
    assert "快到期：2 小时后" in drawn("{% due due_at now %}", due_at=due_at, now=NOW)
    assert "已超时 2 小时" in drawn("{% due late %}", late=NOW - timedelta(hours=2))
    assert "时限已暂停" in drawn("{% due due_at paused=True %}", due_at=due_at)


@pytest.mark.parametrize(
    ("left_h", "state", "percent"),
    [(24, "fine", 100), (12, "fine", 50), (6, "soon", 25), (0, "late", 0)],
)
def test_the_ring_empties_with_the_time(left_h: int, state: str, percent: int) -> None:
    due_at = NOW + timedelta(hours=left_h)
    warn_at = due_at - timedelta(hours=6)  # three quarters of a day
    assert due_state(due_at, warn_at, NOW) == state
    assert percent_left(due_at, warn_at, NOW) == percent


def test_a_filter_goes_on_and_off_and_begins_the_list_anew() -> None:
    on = drawn('{% filter_chip "state" "pending" "待受理" 3 %}', "/?q=灯&after=9")
    assert 'href="?q=%E7%81%AF&amp;state=pending"' in on
    assert "aria-current" not in on
    off = drawn('{% filter_chip "state" "pending" "待受理" %}', "/?state=pending&state=closed")
    assert 'href="?state=closed"' in off
    assert 'aria-current="true"' in off


def test_a_pager_goes_on_by_key_and_back_to_the_start() -> None:
    assert 'href="?q=1&amp;after=77"' in drawn("{% pager 77 %}", "/?q=1")
    last = drawn("{% pager None %}", "/?q=1&after=77")
    assert 'href="?q=1"' in last
    assert "下一页" not in last
    assert drawn("{% pager None %}").strip() == ""


def test_a_place_of_the_bar_knows_that_one_is_there() -> None:
    assert "aria-current" in drawn('{% nav_item "/matters/" "我的事" "matter" 2 %}', "/matters/7/")
    assert "aria-current" not in drawn('{% nav_item "/" "群" "group" %}', "/matters/")


def test_names_and_numbers_are_masked() -> None:
    assert drawn("{{ '13812345678'|mask_phone }} {{ '王小明'|mask_name }}") == "138****5678 王**"


def test_an_act_posts_with_key_version_and_its_values() -> None:
    page = drawn('{% act "/x/" "交办" icon="assign" kind="primary" version=4 to_post_id=9 %}')
    assert 'method="post" action="/x/"' in page
    assert 'name="version" value="4"' in page
    assert 'name="to_post_id" value="9"' in page
    assert 'name="client_key"' in page


def test_words_of_people_are_escaped() -> None:
    page = drawn(
        '{% empty_state icon="inbox" title=bad %}{{ bad }}{% end_empty_state %}', bad="<b>"
    )
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_residents_and_staff_read_different_words_for_a_state() -> None:
    assert "待告知" in drawn('{% state_badge "awaiting_notice" %}')
    assert "即将回复您" in drawn('{% state_badge "awaiting_notice" "resident" %}')
    assert "紧急" in drawn('{% urgency_badge "emergency" %}')
    assert drawn('{% urgency_badge "normal" %}').strip() == ""


def test_an_icon_nobody_drew_is_a_fault_of_the_page() -> None:
    with pytest.raises(ValueError, match="no icon"):
        icon('x"><script>')
