"""One scope, over random countries: whatever list, detail, search, figures, interface, live topics, files, pages or copies
show of a case or a group, all of them show, and nothing else. What it is, `naive` says without asking the site.
"""

import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from pytest_django import Settings

from huiyin.cases.queries import detail, lists
from huiyin.cases.queries.files import may_see_file as hangs_on_a_case
from huiyin.cases.queries.filters import CaseFilters
from huiyin.cases.queries.lists import Order
from huiyin.cases.queries.overview import overview, tally
from huiyin.conftest import NOON
from huiyin.escalation import actions as escalation_actions
from huiyin.escalation import queries as escalation
from huiyin.escalation.tests.samples import demo_facts, demo_years
from huiyin.groups.queries import access_group, groups_of, supervision
from huiyin.groups.queries import may_see_file as stands_in_a_group
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.people.actions import create_key
from huiyin.people.rules import Scope, Viewer
from huiyin.people.rules.roles import ADMINISTRATORS
from huiyin.web.api.tests.conftest import ROOT, Reply, reply_of
from huiyin.web.kit.links import file_link
from huiyin.web.kit.views.live import may_hear
from huiyin.web.resident.copying import own_copy
from huiyin.web.tests.country import PEOPLE, Country, countries
from huiyin.web.tests.naive import Oracle
from huiyin.web.tests.settling import Standing, build
from huiyin.web.tests.undoing import undone

# more by night: `HUIYIN_SCOPE=200`
EXAMPLES = int(os.environ.get("HUIYIN_SCOPE", "5"))
LONG_AGO = NOON - timedelta(days=600)
LINKED = re.compile(r"/(?:officer/cases|matters)/(\d+)/")
SHOWN = re.compile(r'data-case="(\d+)"')


@pytest.fixture
def policy(db: None, settings: Settings, tmp_path: Path) -> tuple[int, int]:
    """The limits and the calendar that cases run by; and the bytes of every file."""
    settings.HUIYIN_HOME = tmp_path
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "one.png").write_bytes(b"x")
    escalation_actions.import_policy(policy=demo_facts(), source="tests", now=LONG_AGO)
    for year in demo_years():
        escalation_actions.enter_calendar_year(year=year, now=LONG_AGO)
    return escalation.policy().version, escalation.newest_calendar()


@dataclass
class Eyes:
    """Somebody who looks: by queries, by a program and by a browser; beside what the oracle says of them."""

    standing: Standing
    viewer: Viewer
    cases: set[int]
    groups: set[int]
    secret: str
    browser: Client

    def asked(self, path: str, **query: str) -> Reply:
        client = Client(headers={"Authorization": f"Bearer {self.secret}"})
        return reply_of(client.get(f"{ROOT}{path}", query))

    def reached(self, path: str, ids: list[int]) -> set[int]:
        """Of which of these the interface answers; of the others it says that they are not there."""
        statuses = {each: self.asked(path.format(each)).status for each in ids}
        assert set(statuses.values()) <= {200, 404}
        return {each for each, status in statuses.items() if status == 200}

    def page(self, address: str) -> str:
        answer = self.browser.get(address)
        return answer.content.decode() if answer.status_code == 200 else ""


def eyes_of(person: int, oracle: Oracle, standing: Standing) -> Eyes:
    row, plan = standing.persons[person], oracle.country
    secret = create_key(
        person_id=row.pk,
        name="测试",
        scopes=tuple(Scope),
        lives=timedelta(days=30),
        now=NOON,
        per_minute=9999,
    )[1]
    browser = Client()
    browser.force_login(row.account)
    cases = zip(plan.cases, standing.cases, strict=True)
    groups = zip(plan.groups, standing.groups, strict=True)
    return Eyes(
        standing,
        people.viewer_of(row.pk, at=NOON),
        {case.pk for planned, case in cases if oracle.sees_case(planned)},
        {group.pk for planned, group in groups if oracle.sees_group(planned)},
        secret,
        browser,
    )


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(plan=countries())
def test_whatever_somebody_asks_by_they_see_the_same_and_never_anothers(
    policy: tuple[int, int], plan: Country
) -> None:
    with undone():
        standing = build(plan, policy_version=policy[0], calendar_version=policy[1])
        for person in range(PEOPLE):
            oracle = Oracle(plan, person)
            eyes = eyes_of(person, oracle, standing)
            acted = {standing.posts[n].pk for n in range(len(plan.posts)) if oracle.acts_for(n)}
            assert eyes.viewer.post_ids == acted
            by_queries(eyes)
            by_program(eyes)
            by_ear(eyes, oracle)
            by_files(eyes, oracle)
            by_browser(eyes)
            by_groups(eyes, oracle)


def by_queries(eyes: Eyes) -> None:
    """List in both orders, search, detail, and all figures."""
    viewer, seen = eyes.viewer, eyes.cases
    every, searched = CaseFilters(), CaseFilters(words="没有水")
    for filters in (every, searched):
        for order in Order:
            page = lists.work_list(viewer, filters, now=NOON, limit=200, order=order)
            assert {line.id for line in page.lines} == seen
        counted = tally(viewer, filters, now=NOON)
        assert counted.total == sum((counted.by_place or {}).values()) == len(seen)
        assert sum(lists.counts(viewer, filters, now=NOON).values()) == len(seen)
    assert overview(viewer, now=NOON).total == len(seen)
    assert {case.pk for case in eyes.standing.cases if _opens(viewer, case.pk)} == seen
    assert {line.id for line in lists.inbox(viewer)} <= seen
    assert {case.pk for case in lists.mine(viewer)} <= seen


def _opens(viewer: Viewer, case_id: int) -> bool:
    try:
        detail.detail(viewer, case_id, now=NOON)
    except NotThere:
        return False
    return True


def by_program(eyes: Eyes) -> None:
    """The interface: list page after page, search, counts, one case."""
    listed: list[int] = []
    after: dict[str, str] = {}
    while True:
        page: Any = eyes.asked("/cases", limit="2", **after).json
        listed += [case["id"] for case in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert sorted(listed) == sorted(eyes.cases)
    found = eyes.asked("/cases", words="没有水").json["items"]
    assert {case["id"] for case in found} == eyes.cases
    assert eyes.asked("/cases/counts").json["total"] == len(eyes.cases)
    assert eyes.reached("/cases/{}", [case.pk for case in eyes.standing.cases]) == eyes.cases


def by_ear(eyes: Eyes, oracle: Oracle) -> None:
    """Tickets for the live stream, of the interface and of pages."""
    standing, plan = eyes.standing, oracle.country
    may = {f"case:{each}" for each in eyes.cases} | {f"group:{each}" for each in eyes.groups}
    may |= {f"post:{standing.posts[n].pk}" for n in range(len(plan.posts)) if oracle.acts_for(n)}
    may |= {f"node:{standing.nodes[p].pk}" for p in plan.places if oracle.hears_place(p)}
    may |= {f"person:{standing.persons[oracle.person].pk}"}
    named: dict[str, list[Any]] = {
        "case": standing.cases,
        "group": standing.groups,
        "post": standing.posts,
        "node": list(standing.nodes.values()),
        "person": standing.persons,
    }
    topics = [f"{kind}:{row.pk}" for kind, rows in named.items() for row in rows]
    assert {topic for topic in topics if may_hear(eyes.viewer, topic)} == may
    cases = " ".join(f"case:{case.pk}" for case in standing.cases)
    given_topics = eyes.asked("/live", topics=cases).json["topics"]
    assert set(given_topics) == {f"case:{each}" for each in eyes.cases}


def by_files(eyes: Eyes, oracle: Oracle) -> None:
    """Files of cases and of words: the right itself, the interface, and the signed links of pages."""
    standing, plan = eyes.standing, oracle.country
    of_cases = zip(plan.cases, standing.files_of_cases, strict=True)
    hanging = {file.pk for case, file in of_cases if oracle.sees_file_of(case)}
    of_groups = zip(plan.groups, standing.files_of_groups, strict=True)
    said = {file.pk for group, file in of_groups if oracle.sees_group(group)}
    every = [file.pk for file in (*standing.files_of_cases, *standing.files_of_groups)]
    assert {each for each in every if hangs_on_a_case(eyes.viewer, each)} == hanging
    assert {each for each in every if stands_in_a_group(eyes.viewer, each)} == said
    assert eyes.reached("/files/{}", every) == hanging | said
    assert eyes.reached("/files/{}/content", every) == hanging | said
    for case in standing.cases:
        if case.pk in eyes.cases:
            shown = detail.detail(eyes.viewer, case.pk, now=NOON).files
            assert {file.file_id for file in shown} <= hanging
    if not eyes.viewer.roles & ADMINISTRATORS:
        assert {each for each in every if _fetches(eyes, each)} == hanging | said


def _fetches(eyes: Eyes, file_id: int) -> bool:
    """With a link that was made for them, as if a page had shown it once."""
    link = file_link(file_id, person_id=eyes.viewer.person_id, now=NOON)
    return reply_of(eyes.browser.get(link)).status == 200


def by_browser(eyes: Eyes) -> None:
    """The lists of the desks and of residents, each case behind its address, and the copy one takes away."""
    if eyes.viewer.roles & ADMINISTRATORS:
        return  # they come no further than the page that asks for a second factor
    own = {case.pk for case in lists.mine(eyes.viewer)}
    desk = eyes.cases if eyes.viewer.is_staff else set()
    assert _in(LINKED, eyes.page("/officer/cases/")) == desk
    assert _in(LINKED, eyes.page("/matters/")) == own
    for case in eyes.standing.cases:
        assert bool(eyes.page(f"/officer/cases/{case.pk}/")) == (case.pk in desk)
        assert bool(eyes.page(f"/matters/{case.pk}/")) == (case.pk in own)
    if work := eyes.page("/command/?state=all"):
        assert _in(SHOWN, work) == eyes.cases
    copied = next(part for part in own_copy(eyes.viewer, now=NOON) if part.name == "matters")
    assert len(copied.rows) == len(own)


def _in(pattern: re.Pattern[str], page: str) -> set[int]:
    return {int(number) for number in pattern.findall(page)}


def by_groups(eyes: Eyes, oracle: Oracle) -> None:
    """A group, its words, its members and its files are open together; the list has those one belongs to."""
    standing, viewer = eyes.standing, eyes.viewer
    ids = [group.pk for group in standing.groups]
    assert {each for each in ids if _enters(viewer, each)} == eyes.groups
    assert eyes.reached("/groups/{}", ids) == eyes.groups
    assert eyes.reached("/groups/{}/messages", ids) == eyes.groups
    planned = zip(oracle.country.groups, standing.groups, strict=True)
    own = {group.pk for plan, group in planned if oracle.belongs_to(plan)}
    assert {line.group.pk for line in groups_of(viewer)} == own
    figures = supervision(viewer, now=NOON)
    assert {each.group.pk for each in figures if each.is_readable} <= eyes.groups


def _enters(viewer: Viewer, group_id: int) -> bool:
    try:
        access_group(viewer, group_id)
    except NotThere:
        return False
    return True
