"""导出: asked for with a purpose, approved by another, taken within a day, with a mark inside; all of it in the record."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huiyin.ground.ledger.queries import history
from huiyin.lib.refusal import NotAllowed
from huiyin.people.models import Incumbency
from huiyin.trust.actions.exports import decide_export
from huiyin.trust.models import Export
from huiyin.web.office.tests.conftest import Office
from huiyin.web.office.tests.tables import WHY, asked_for, decided, rows_of, table_of, taken


def kinds(export: Export) -> list[str]:
    return sorted(each.kind for each in history("export", export.pk))


def test_one_asks_another_approves_and_the_file_tells_all_of_it(office: Office) -> None:
    export = asked_for(office)
    assert WHY in office.get("/office/exports/", who="security_admin")
    assert taken(office, export).status_code == HTTPStatus.CONFLICT
    decided(office, export)
    assert f"/office/exports/{export.pk}/take/" in office.get("/office/exports/", who="auditor")
    answer = taken(office, export)
    assert f"audit-{export.serial}.csv" in answer["Content-Disposition"]
    *rows, mark = rows_of(answer)
    assert {row[-1] for row in rows[1:]} == {str(export.serial)}
    for told in (f"{export.serial} 号", "测试auditor", "审计", WHY):
        assert told in mark[0]
    assert kinds(export) == ["audit.exported", "export.approved", "export.asked"]
    assert "audit.exported" in office.get("/office/audit/", who="auditor", topic="export")


def test_running_numbers_have_no_gap(office: Office) -> None:
    assert [asked_for(office).serial for _each in range(3)] == [1, 2, 3]


def test_pressing_twice_asks_once(office: Office) -> None:
    key = {"client_key": "0a8f7c1e-8a53-4c7b-9d55-3f3d1f0e2a77"}
    for _each in range(2):
        office.client("auditor").post("/office/audit/export/", {"purpose": WHY, **key})
    assert Export.objects.count() == 1


@pytest.mark.parametrize("purpose", ["", "看"])
def test_no_purpose_is_a_sentence_and_the_filters_stay(office: Office, purpose: str) -> None:
    sent = {"purpose": purpose, "start": "2026-05-01", "end": "2026-05-02", "topic": "export"}
    answer = office.client("auditor").post("/office/audit/export/", sent)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert 'value="2026-05-01"' in page
    assert not Export.objects.exists()


def test_numbers_in_a_purpose_are_masked(office: Office) -> None:
    assert asked_for(office, purpose="核查14000006677的投诉").purpose == "核查140****6677的投诉"


def test_a_no_has_a_reason_which_who_asked_can_read(office: Office) -> None:
    export = asked_for(office)
    assert decided(office, export, decision="no").status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    decided(office, export, decision="no", answer="范围太大，请只导一天")
    assert "范围太大" in office.get("/office/exports/", who="auditor")
    assert taken(office, export).status_code == HTTPStatus.CONFLICT
    assert decided(office, export).status_code == HTTPStatus.CONFLICT
    assert kinds(export) == ["export.asked", "export.declined"]


def test_an_approval_holds_a_day_and_each_time_is_written_down(office: Office) -> None:
    export = asked_for(office)
    decided(office, export)
    assert [taken(office, export).status_code for _each in range(2)] == [200, 200]
    assert kinds(export).count("audit.exported") == 2
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert "已过期" in office.get("/office/exports/", who="auditor")
        assert taken(office, export).status_code == HTTPStatus.CONFLICT


def test_nobody_approves_their_own_even_with_both_posts(office: Office) -> None:
    Incumbency.objects.create(
        post=office.town.posts["security_admin"],
        person=office.town.persons["auditor"],
        from_at=timezone.now(),
        is_exclusive=False,
    )
    export, now = asked_for(office), timezone.now()
    with pytest.raises(NotAllowed):
        decide_export(
            export_id=export.pk,
            is_yes=True,
            answer="",
            viewer=office.town.viewer("auditor", at=now),
            now=now,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Export.objects.filter(pk=export.pk).update(
            state="approved", decided_by_person=export.by_person, decided_at=now
        )


def test_who_approves_cannot_take_it(office: Office) -> None:
    export = asked_for(office)
    decided(office, export)
    assert taken(office, export, who="security_admin").status_code == HTTPStatus.FORBIDDEN


def test_approving_and_taking_ask_for_a_second_factor_first(office: Office) -> None:
    export = asked_for(office)
    led = office.client("security_admin").get(f"/office/exports/{export.pk}/")
    assert led["Location"].startswith("/account/confirm/?")
    decided(office, export)
    led = office.client("auditor").post(f"/office/exports/{export.pk}/take/")
    assert led["Location"].startswith("/account/confirm/?")
    assert Export.objects.get().taken_at is None


@pytest.mark.parametrize("who", ["system_admin", "county", "officer", "resident"])
def test_nobody_else_learns_what_was_asked_for(office: Office, who: str) -> None:
    export = asked_for(office)
    for answer in (
        office.client(who).get("/office/exports/"),
        office.client(who).get(f"/office/exports/{export.pk}/"),
    ):
        assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
        assert WHY not in answer.content.decode()


def test_the_file_has_what_the_page_had(office: Office) -> None:
    asked_for(office)
    found: Any = table_of(office, topic="export")
    assert {row[2] for row in found[1:-1]} >= {"export.asked", "export.approved"}
    assert {row[2].partition(".")[0] for row in found[1:-1]} <= {"export", "audit"}


@pytest.mark.parametrize("rows", [2, 9])
def test_the_list_takes_as_many_queries_as_are_written_here(office: Office, rows: int) -> None:
    for _each in range(rows):
        decided(office, asked_for(office))
        asked_for(office)
    taken_by = {}
    for who in ("auditor", "security_admin"):
        client = office.client(who)
        client.get("/office/exports/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/office/exports/")
        taken_by[who] = len(queries)
    assert taken_by == {"auditor": 4, "security_admin": 5}
