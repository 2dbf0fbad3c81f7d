"""The work list: filters in the address, pages by key, figures that add up."""

import re
from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from time_machine import TimeMachineFixture

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Outcome, State, TellChannel
from huiyin.lib.times import ZONE
from huiyin.web.command.listing import Asked
from huiyin.web.command.tests.conftest import Centre
from huiyin.web.command.views import work

CHIP = re.compile(
    r'<a href="\?[^"]*"[^>]*>\s*(在办|已结束|全部) <span class="figures">(\d+)</span>'
)


def stages(page: str) -> dict[str, int]:
    return {word: int(count) for word, count in CHIP.findall(page)}


def answered(centre: Centre, text: str = "居住证怎么办？") -> Case:
    case = centre.case(text, category="0103")
    case = centre.do(
        actions.answer_now,
        case,
        "officer",
        text="带身份证来。",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.PRIVATE_MESSAGE,
    )
    return centre.do(actions.rate, case, "resident", solved=True)


def test_the_list_shows_what_is_open_first_what_is_due_first(centre: Centre) -> None:
    now = centre.now
    late = centre.case("水管爆了。", now=now - timedelta(days=1))
    fresh = centre.case("路灯坏了。")
    ended = answered(centre)
    page = centre.page("/command/")
    assert page.index(late.number) < page.index(fresh.number)
    assert ended.number not in page
    assert stages(page) == {"在办": 2, "已结束": 1, "全部": 3}


def test_the_counts_of_states_add_up_to_the_list(centre: Centre) -> None:
    centre.many(3)
    centre.do(actions.accept, centre.case("路灯坏了。"), "officer")
    answered(centre)
    page = centre.page("/command/?state=pending&state=accepted")
    assert page.count('class="work-row"') == 4
    assert stages(page) == {"在办": 4, "已结束": 1, "全部": 5}
    assert stages(centre.page("/command/?state=pending")) == {"在办": 4, "已结束": 1, "全部": 5}


def test_filters_narrow_together_and_can_be_taken_off(centre: Centre) -> None:
    wanted = centre.case("水管爆了。", urgency="urgent")
    centre.case("水管渗水。")
    page = centre.page("/command/?urgency=urgent&words=水管&rung=1")
    assert page.count('class="work-row"') == 1
    assert wanted.number in page
    assert "含“水管”的" in page
    assert 'href="?urgency=urgent&amp;rung=1"' in page or "urgency=urgent" in page


def test_an_area_narrows_down_to_a_grid(centre: Centre) -> None:
    here = centre.case("水管爆了。")
    there = centre.case("路灯坏了。", node_id=centre.town.grid_next_door.pk)
    page = centre.page(f"/command/?area={centre.town.grid.path}")
    assert here.number in page
    assert there.number not in page
    assert "第一网格" in page


@pytest.mark.parametrize(
    "query",
    [
        "state=nonsense&rung=9&rung=abc&urgency=%27%3B+drop+table",
        "words=" + "x" * 5000,
        "words=%25_%27%22%3B--%00",
        "area=../../etc&category=0'1&holder=" + "9" * 40,
        "after=zzz&case=-1&order=sideways",
        "after=9999999999999999-9999999999999999",
        "due=soonish&told=never&supervision=purple&channel=&nature=none",
        "state=all&state=open&state=closed",
        "%00=%00&state=%FF",
    ],
)
def test_nonsense_in_the_address_harms_nothing(centre: Centre, query: str) -> None:
    centre.case()
    centre.page(f"/command/?{query}")


def test_pages_go_on_behind_an_anchor_that_is_gone(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PAGE", 2)
    cases = centre.many(5)
    first = centre.page("/command/?order=new")
    after = re.search(r'href="\?[^"]*after=([^"&]+)"', first)
    assert after
    anchor = Case.objects.filter(pk=int(after[1]))
    assert anchor.get().pk == cases[3].pk
    # the anchor leaves the list: it ends while somebody reads the first page
    centre.do(actions.withdraw, anchor.get(), "resident")
    second = centre.page(f"/command/?order=new&after={after[1]}")
    assert [c.number in second for c in cases] == [False, True, True, False, False]


def test_pages_in_the_order_of_limits_leave_nobody_out(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PAGE", 2)
    cases = centre.many(5)
    paused = centre.do(actions.accept, cases[0], "officer")
    centre.do(actions.ask_reporter, paused, "officer", question="几单元？")
    seen, query = set(), ""
    for _ in range(4):
        page = centre.page(f"/command/{query}")
        seen |= {case.number for case in cases if case.number in page}
        following = re.search(r'href="(\?[^"]*after=[^"]+)"', page)
        if not following:
            break
        query = following[1].replace("&amp;", "&")
    assert seen == {case.number for case in cases}


def test_each_figure_opens_the_list_it_counts(centre: Centre) -> None:
    centre.many(2)
    centre.case("昨天的事。", now=centre.now - timedelta(days=1))
    answered(centre)
    page = centre.page("/command/")
    tiles = re.findall(
        r'<a class="figure[^"]*" href="(/command/[^"]*)">.*?figure-value figures">(\d+)<', page
    )
    assert len(tiles) == 5
    for address, value in tiles:
        if "/groups/" not in address:
            shown = centre.page(address.replace("&amp;", "&"))
            assert shown.count('class="work-row"') == int(value), address


def test_the_row_is_found_again_on_the_way_back(centre: Centre) -> None:
    case = centre.case()
    page = centre.page(f"/command/cases/{case.pk}/?state=pending&rung=1")
    back = re.search(r'class="back" href="([^"]+)"', page)
    assert back
    address = back[1].replace("&amp;", "&")
    assert address.endswith(f"case={case.pk}#c{case.pk}")
    assert f'id="c{case.pk}"' in centre.page(address)
    assert 'aria-current="true"' in centre.page(address)


def test_an_address_keeps_its_filters_and_starts_the_list_anew() -> None:
    asked = Asked.read(QueryDict("state=pending&rung=1&after=7&case=3&x=y"))
    assert asked.address(urgency="urgent") == "?state=pending&rung=1&urgency=urgent"
    assert asked.toggled("rung", "1") == "?state=pending"
    assert asked.filters.state == State.PENDING


def test_the_county_alone_is_told_that_the_coming_year_has_no_calendar(
    centre: Centre, time_machine: TimeMachineFixture
) -> None:
    said = "2027 年的节假日和调休安排还没有录入"
    time_machine.move_to(datetime(2026, 11, 1, 9, tzinfo=ZONE))
    assert said in centre.page("/command/", "county")
    assert said not in centre.page("/command/", "street")
    time_machine.move_to(datetime(2026, 10, 31, 9, tzinfo=ZONE))
    assert said not in centre.page("/command/", "county")
