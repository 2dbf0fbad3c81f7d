"""审计: who did what, found by what the auditor asks for; never what a case is about."""

import re
from datetime import timedelta
from http import HTTPStatus

import pytest
from django.utils import timezone

from huiyin.cases import actions as cases
from huiyin.cases.actions.looking import look_at_phone
from huiyin.cases.models import Case, Party
from huiyin.cases.rules.words import Channel
from huiyin.ground.ledger.actions import CLOCK, record
from huiyin.people.actions import change_phone
from huiyin.web.office.tests.conftest import Office
from huiyin.web.office.tests.tables import table_of

NUMBER = "14000001234"
SECRET = "我和邻居为漏水吵起来了"
WHY = "告诉她漏水有人来修"


@pytest.fixture
def matter(office: Office) -> Case:
    """A case, its reporter's number read by the officer."""
    now, town = timezone.now(), office.town
    change_phone(person_id=town.persons["resident"].pk, phone=NUMBER, now=now)
    case = cases.open_case(
        viewer=town.viewer("resident", at=now),
        now=now,
        text=SECRET,
        category="0103",
        node_id=town.grid.pk,
        channel=Channel.FORM,
        reporter_id=town.persons["resident"].pk,
    )
    look_at_phone(
        case_id=case.pk,
        party_id=Party.objects.get(case=case).pk,
        purpose="tell",
        words=WHY,
        viewer=town.viewer("officer", at=now),
        now=now,
    )
    return case


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("auditor", 200),
        ("system_admin", 403),
        ("security_admin", 403),
        ("county", 403),
        ("officer", 403),
        ("resident", 404),
    ],
)
def test_the_record_is_the_auditors_alone(office: Office, who: str, status: int) -> None:
    assert office.client(who).get("/office/audit/").status_code == status
    # who may ask is told that the purpose is missing
    asked = office.client(who).post("/office/audit/export/").status_code
    assert asked == (422 if status == 200 else status)


def test_every_sensitive_read_is_in_it_with_its_purpose(office: Office, matter: Case) -> None:
    page = office.get("/office/audit/", who="auditor", topic="sensitive")
    assert WHY in page
    assert "测试officer" in page
    assert "person.phone_seen" in page
    assert "case.opened" not in page


def test_the_auditor_sees_no_content_of_a_case_and_no_number_of_a_person(
    office: Office, matter: Case
) -> None:
    page = office.get("/office/audit/", who="auditor")
    assert matter.number in page
    table = table_of(office)
    for told in (page, str(table)):
        assert "case.opened" in told
        for hidden in (SECRET, NUMBER, "测试resident"):
            assert hidden not in told
    assert office.client("auditor").get(f"/command/cases/{matter.pk}/").status_code in {
        HTTPStatus.FORBIDDEN,
        HTTPStatus.NOT_FOUND,
    }
    assert (
        SECRET not in office.client("auditor").get(f"/officer/cases/{matter.pk}/").content.decode()
    )


def test_filters_by_who_did_it_and_by_what_it_was_done_to(office: Office, matter: Case) -> None:
    by_officer = office.get("/office/audit/", who="auditor", asked={"who": "officer"})
    assert "person.phone_seen" in by_officer
    assert "case.opened" not in by_officer
    of_case = office.get("/office/audit/", who="auditor", subject=matter.number)
    assert "case.opened" in of_case
    assert "person.phone_seen" not in of_case
    person = office.town.persons["resident"].pk
    assert "person.phone_changed" in office.get(
        "/office/audit/", who="auditor", subject=f"person {person}"
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"start": "2026-01-01", "end": "2026-03-01"},
        {"start": "2026-03-01", "end": "2026-02-01"},
        {"start": "gestern"},
        {"who": "nobody_of_that_name"},
        {"subject": "没有这个编号"},
    ],
)
def test_what_cannot_be_asked_is_a_sentence(office: Office, asked: dict[str, str]) -> None:
    answer = office.client("auditor").get("/office/audit/", asked)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "error" in answer.content.decode()


def test_a_long_record_is_read_page_by_page_and_exported_whole(office: Office) -> None:
    now = timezone.now()
    for number in range(120):
        record(
            "key.created",
            subject="key",
            subject_id=number,
            by=CLOCK,
            at=now,
            area="",
            data={},
        )
    shown, asked = 0, {"topic": "rights"}
    while True:
        page = office.get("/office/audit/", who="auditor", asked=asked)
        shown += page.count("key.created</code>")
        further = set(re.findall(r"after=(\d+)", page)) - {asked.get("after")}
        if not further:
            break
        asked["after"] = min(further)
    assert shown == 120
    table = table_of(office, topic="rights")
    *told, mark = table
    assert len(told) == 121
    assert len({row[0] for row in told}) == 121
    assert "测试auditor" in mark[0]


def test_cells_that_a_spreadsheet_would_calculate_leave_as_text(
    office: Office, matter: Case
) -> None:
    now = timezone.now()
    look_at_phone(
        case_id=matter.pk,
        party_id=Party.objects.get(case=matter).pk,
        purpose="ask",
        words="=HYPERLINK(1)",
        viewer=office.town.viewer("officer", at=now),
        now=now + timedelta(seconds=1),
    )
    table = table_of(office, topic="sensitive")
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in table for cell in row)


@pytest.mark.parametrize(
    ("who", "status"), [("auditor", 200), ("system_admin", 200), ("security_admin", 403)]
)
def test_the_list_of_personal_data_is_for_the_auditor_and_the_settings(
    office: Office, who: str, status: int
) -> None:
    answer = office.client(who).get("/office/data/")
    assert answer.status_code == status
    if status == HTTPStatus.OK:
        assert "people.person.phone" in answer.content.decode()
