"""A neighbour's telephone number is written into the group: the others read it masked, the officer for a purpose."""

import re

from playwright.sync_api import expect

from journeys import desks, neighbours
from journeys.conftest import Look, SignIn

SAID = "楼道里的电动车是刘强的，请打14000006677让他挪走"
SHOWN = "楼道里的电动车是刘强的，请打140****6677让他挪走"
WHY = "请车主把电动车挪出楼道"


def test_a_number_in_the_group_is_masked_told_to_its_author_and_read_for_a_purpose(
    sign_in: SignIn, looked_at: Look
) -> None:
    author, other, officer = sign_in("王桂兰"), sign_in("于德发"), sign_in("林小燕")
    neighbours.open_group(author)
    author.get_by_label("说点什么").fill(SAID)
    author.get_by_role("button", name="发送").click()
    own = author.get_by_role("listitem").filter(has_text=SHOWN).last
    expect(own).to_contain_text("您写的电话号码已经打上星号")
    looked_at(author, "told")

    neighbours.open_group(other)
    theirs = other.get_by_role("listitem").filter(has_text=SHOWN).last
    expect(theirs).to_be_visible()
    expect(theirs).not_to_contain_text("已经打上星号")
    assert "14000006677" not in other.content()

    desks.open_group(officer)
    words = officer.get_by_role("listitem").filter(has_text=SHOWN).last
    words.get_by_role("link", name="看原文").click()
    expect(officer.get_by_role("main")).not_to_contain_text("14000006677")
    officer.get_by_role("radio", name="人身或财产紧急情况").check(force=True)
    officer.get_by_label("用一句话说明").fill(WHY)
    looked_at(officer, "ask")
    officer.get_by_role("button", name="记下并查看").click()
    expect(officer.get_by_text(SAID)).to_be_visible()
    looked_at(officer, "whole")
    officer.get_by_role("link", name="回到群里").click()
    expect(officer).to_have_url(re.compile("/officer/groups/"))

    author.goto("/me/looks/")
    expect(author.get_by_text(WHY)).to_be_visible()
    expect(author.get_by_text("看了您一句话的原文")).to_be_visible()
    looked_at(author, "looks")
