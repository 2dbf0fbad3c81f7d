import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huiyin.ground import jobs, partitions
from huiyin.ground.ids import new_id
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger import queries
from huiyin.ground.ledger.actions import CLOCK, By
from huiyin.ground.ledger.models import Entry, Seal
from huiyin.ground.ledger.queries.sealing import Wrong, verify
from huiyin.lib.ids import first_id_at

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
heard: list[int] = []


def hear(entry_id: int) -> None:
    heard.append(entry_id)


def fail(entry_id: int) -> None:
    raise RuntimeError(f"cannot serve {entry_id}")


def record(kind: str = "test.done", **more: object) -> int:
    return ledger.record(
        kind,
        subject="test",
        subject_id=7,
        by=By(1, None),
        at=NOW,
        area="a/",
        data={"text": "做了"},
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture(autouse=True)
def _reactions(monkeypatch: pytest.MonkeyPatch) -> None:
    heard.clear()
    monkeypatch.setattr(ledger, "_reactions", {})


def seal_later() -> Seal | None:
    """Seal as if half an hour had passed."""
    return ledger.seal(now=datetime.now(UTC) + timedelta(minutes=30))


def tamper(statement: str, entry_id: int) -> None:
    """Change history as an administrator would who gives the right back first."""
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE, DELETE ON ledger_entry TO CURRENT_USER")
        cursor.execute(statement, [entry_id])


@pytest.mark.django_db
def test_what_was_recorded_is_the_history_of_its_subject() -> None:
    entries = [record(), record("test.done_again")]
    assert [entry.pk for entry in queries.history("test", 7)] == entries
    assert queries.history("test", 8) == []


@pytest.mark.django_db
def test_the_history_of_a_subject_looks_into_no_month_before_it() -> None:
    long_ago = datetime(2024, 3, 14, tzinfo=UTC)
    partitions.keep_ahead("ledger_entry", now=long_ago)

    def months(subject_id: int) -> set[str]:
        with CaptureQueriesContext(connection) as asked, connection.cursor() as cursor:
            queries.history("test", subject_id)
            cursor.execute(f"EXPLAIN {asked[0]['sql']}")
            return set(re.findall(r"ledger_entry_\d{6}", str(cursor.fetchall())))

    assert "ledger_entry_202403" in months(first_id_at(long_ago))
    assert "ledger_entry_202403" not in months(new_id())
    assert months(new_id())


@pytest.mark.django_db
def test_who_subscribed_hears_of_each_entry_after_it_is_written() -> None:
    ledger.subscribe("test.done", hear)
    ledger.subscribe("test.done", hear)
    entry_id = record()
    record("test.other")
    assert heard == []
    assert jobs.run_pending() == 1
    assert heard == [entry_id]


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_neither_entry_nor_job() -> None:
    ledger.subscribe("test.done", hear)
    with transaction.atomic():
        record()
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert jobs.waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_the_transaction_of_a_change() -> None:
    with pytest.raises(RuntimeError, match="in the transaction"):
        record()


@pytest.mark.django_db(transaction=True)
def test_a_reaction_that_fails_stays_waiting() -> None:
    ledger.subscribe("test.done", fail)
    with transaction.atomic():
        record()
    with pytest.raises(RuntimeError, match="cannot serve"):
        jobs.run_pending()
    assert jobs.waiting() == 1


@pytest.mark.django_db
def test_seals_are_chained_and_fit_what_they_closed() -> None:
    record()
    first = seal_later()
    assert first
    assert first.entries == 1
    assert seal_later() is None
    assert queries.broken_seals() == []


@pytest.mark.django_db
def test_what_is_still_fresh_is_not_sealed() -> None:
    record()
    assert ledger.seal(now=datetime.now(UTC)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_entry SET data = '{}' WHERE id = %s",
        "UPDATE ledger_entry SET by_person_id = 99 WHERE id = %s",
        "DELETE FROM ledger_entry WHERE id = %s",
    ],
)
def test_a_later_change_of_history_shows(statement: str) -> None:
    entry_id = record()
    seal_later()
    tamper(statement, entry_id)
    (broken,) = queries.broken_seals()
    assert broken.entries == 1


@pytest.mark.django_db
def test_the_clock_is_nobody() -> None:
    assert By(None, None) == CLOCK


@pytest.mark.django_db
def test_rights_that_came_back_with_a_restored_table_are_given_up_again() -> None:
    assert not queries.may_be_changed()
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE ON ledger_entry TO CURRENT_USER")
    assert queries.may_be_changed()
    ledger.give_up_changing()
    assert not queries.may_be_changed()


@pytest.mark.django_db
def test_what_was_sealed_and_left_alone_verifies() -> None:
    for _n in range(3):
        record()
    first = seal_later()
    assert first
    found = verify(expected=first.digest)
    assert (found.seals, found.entries, found.fault, found.has_expected) == (1, 3, None, True)
    assert not verify(expected="0" * 64).has_expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("UPDATE ledger_entry SET data = '{}' WHERE id = %s", Wrong.ALTERED),
        ("UPDATE ledger_entry SET by_person_id = 99 WHERE id = %s", Wrong.ALTERED),
        ("DELETE FROM ledger_entry WHERE id = %s", Wrong.MISSING),
    ],
)
def test_the_first_entry_that_does_not_fit_is_named(statement: str, wrong: Wrong) -> None:
    entries = [record() for _n in range(5)]
    seal_later()
    tamper(statement, entries[3])
    tamper(statement, entries[2])
    fault = verify().fault
    assert fault
    assert (fault.wrong, fault.entry_id) == (wrong, entries[2])


@pytest.mark.django_db
def test_an_entry_slipped_in_later_is_named() -> None:
    first = record()
    seal_later()
    Entry.objects.create(
        id=first + 1, kind="test.done", subject="test", subject_id=7, at=NOW, area="a/"
    )
    fault = verify().fault
    assert fault
    assert (fault.wrong, fault.entry_id) == (Wrong.ADDED, first + 1)


@pytest.mark.django_db
def test_a_seal_taken_out_or_rewritten_is_found() -> None:
    record()
    first = seal_later()
    later = datetime.now(UTC) + timedelta(minutes=30)
    Entry.objects.create(
        id=first_id_at(later), kind="test.done", subject="test", subject_id=7, at=later, area="a/"
    )
    second = ledger.seal(now=later + timedelta(minutes=30))
    assert first
    assert second
    Seal.objects.filter(pk=second.pk).update(digest="0" * 64)
    fault = verify().fault
    assert fault
    assert (fault.wrong, fault.first_id) == (Wrong.SEAL, second.first_id)
    first.delete()
    fault = verify().fault
    assert fault
    assert (fault.wrong, fault.end_id) == (Wrong.SEAL_MISSING, second.first_id)


@pytest.mark.django_db
def test_of_a_seal_without_marks_the_period_is_named() -> None:
    entry_id = record()
    seal = seal_later()
    Seal.objects.update(marks=b"")
    assert verify().fault is None
    tamper("UPDATE ledger_entry SET data = '{}' WHERE id = %s", entry_id)
    fault = verify().fault
    assert seal
    assert fault
    assert (fault.wrong, fault.entry_id, fault.end_id) == (Wrong.PERIOD, None, seal.end_id)


@pytest.mark.django_db
def test_what_people_write_stands_beside_the_entry_and_is_read_with_it() -> None:
    entry_id = record()
    assert queries.entry(entry_id).data == queries.history("test", 7)[0].data
    assert queries.entry(entry_id).data["text"] == "做了"
    kept = Entry.objects.get(pk=entry_id)
    assert set(kept.data) == {"said"}
    assert queries.words_of([entry_id]) == {entry_id: {"text": "做了"}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        'UPDATE ledger_words SET words = \'{"text": "别的"}\' WHERE id = %s',
        "DELETE FROM ledger_words WHERE id = %s",
        "UPDATE ledger_words SET words = '{}', redacted_by_id = 1 WHERE id = %s",
    ],
)
def test_words_that_were_changed_are_found(statement: str) -> None:
    entry_id = record()
    seal_later()
    with connection.cursor() as cursor:
        cursor.execute(statement, [entry_id])
    fault = verify().fault
    assert fault
    assert (fault.wrong, fault.entry_id) == (Wrong.WORDS, entry_id)


@pytest.mark.django_db
def test_words_go_with_a_person_and_the_ledger_still_verifies() -> None:
    entry_id = record()
    erased = record("person.erased")
    seal_later()
    assert ledger.redact({entry_id: {"text": "……"}}, by_entry_id=erased) == 1
    assert queries.entry(entry_id).data["text"] == "……"
    assert verify().fault is None
    assert ledger.redact({entry_id: {"text": "……"}}, by_entry_id=erased) == 0
