"""Two working days across the Spring Festival, and across a working Sunday."""

import re

import pytest
from playwright.sync_api import expect

from journeys import neighbours
from journeys.conftest import DESK, Look, SignIn, Site

DAYS = [
    ("before-spring-festival", "潘洁", "西门外人行道占道广告牌", "2月24日 24:00"),
    ("swap-sunday", "曹立军", "南门口烧烤摊占道倒油", "9月21日 24:00"),
]


@pytest.mark.parametrize(("day", "who", "title", "due"), DAYS, ids=[row[0] for row in DAYS])
def test_a_limit_of_two_working_days_names_the_day(
    site: Site, sign_in: SignIn, looked_at: Look, day: str, who: str, title: str, due: str
) -> None:
    site.replay(day)  # it fails when a word was not answered or somebody not told
    street = sign_in("崔海燕", at=DESK)
    street.goto(f"/command/?state=ended&words={title}")
    listed = street.get_by_role("region", name="清单")
    listed.get_by_role("link", name=re.compile(title)).click()
    limits = street.get_by_role("region", name="每一步的时限")
    row = limits.get_by_role("row").filter(has_text=re.compile("街道网格中心.*办理"))
    expect(row.first).to_contain_text(due)
    looked_at(street, "limits")

    resident = sign_in(who)
    neighbours.open_matter(resident, title)
    expect(neighbours.answer_of(resident)).to_be_visible()
    looked_at(resident, "told")
