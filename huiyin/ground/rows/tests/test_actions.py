from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.db.models import Model
from pytest_django import DjangoAssertNumQueries

from huiyin.ground.commands.models import Command
from huiyin.ground.crypto import EncryptedTextField
from huiyin.ground.ledger.models import Entry
from huiyin.ground.rows.actions import _insertion, insert_models

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 9, 14, 4, tzinfo=UTC)


class Kept(Model):  # noqa: DJ008 - nobody reads one
    phone = EncryptedTextField()

    class Meta:
        app_label = "rows_tests"  # stands in no database


def entry(text: str = "登记") -> Entry:
    return Entry(
        kind="case.opened",
        subject="case",
        subject_id=7,
        at=NOON,
        area="3799/",
        data={"text": text, "due_at": None},
        topics=["case:7", "带,逗号"],
    )


def command() -> Command:
    return Command(key=uuid4(), verb="cases.open", claimed_at=NOON)


def test_rows_of_several_tables_are_written_in_one_statement_and_read_back_the_same(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    rows = [entry("引号\"'与\\反斜杠"), command(), entry()]
    with django_assert_num_queries(1):
        insert_models(rows)
    for row in rows:
        stored = type(row)._default_manager.get(pk=row.pk)
        assert {**vars(stored), "_state": None} == {**vars(row), "_state": None}
    assert not any(row._state.adding for row in rows)


def test_nothing_to_write_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        insert_models([])


def test_what_one_table_refuses_is_written_to_none(transactional_db: None) -> None:
    first = command()
    insert_models([first])
    with pytest.raises(IntegrityError):
        insert_models([entry(), Command(key=first.key, verb="cases.accept", claimed_at=NOON)])
    assert Entry.objects.count() == 0


def test_what_is_kept_encrypted_is_encrypted_on_its_way() -> None:
    _statement, [row] = _insertion(Kept, [{"id": 7, "phone": "13800001111"}])
    assert "13800001111" not in row["phone"]
    assert Kept._meta.get_field("phone").from_db_value(row["phone"]) == "13800001111"
