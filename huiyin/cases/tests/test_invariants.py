"""What the database refuses, whatever the code does."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huiyin.cases import actions
from huiyin.cases.models import Case, CaseStep, Check, Party
from huiyin.cases.rules.words import Channel, Outcome, State, TellChannel
from huiyin.conftest import NOON, Town
from huiyin.ground.ledger.models import Entry


@pytest.fixture
def case(town: Town) -> Case:
    resident = town.viewer("resident")
    return actions.open_case(
        viewer=resident,
        now=NOON,
        text="三号楼今天早上起没有水了。",
        category="0101",
        node_id=town.grid.pk,
        channel=Channel.GROUP,
        reporter_id=resident.person_id,
    )


@pytest.fixture
def told(town: Town, case: Case) -> Case:
    return actions.answer_now(
        case_id=case.pk,
        viewer=town.viewer("officer"),
        now=NOON,
        text="已经答复。",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.GROUP_REPLY,
    )


def end(case: Case, **more: object) -> None:
    values = {"state": State.CLOSED, "is_ended": True, "ended_at": NOON, "clock_at": None} | more
    with transaction.atomic():
        Case.objects.filter(pk=case.pk).update(**values)


def test_a_case_without_a_told_answer_does_not_end(case: Case) -> None:
    with pytest.raises(IntegrityError, match="case_ended_was_told"):
        end(case)


def test_a_case_does_not_end_while_one_reporter_is_not_told(told: Case) -> None:
    Party.objects.create(case=told, is_follower=True, since=NOON)
    with pytest.raises(IntegrityError, match="party_told_before_end"):
        end(told)


def test_nobody_who_is_not_told_joins_a_case_that_has_ended(told: Case) -> None:
    end(told)
    with pytest.raises(IntegrityError, match="party_follows_end"), transaction.atomic():
        Party.objects.create(case=told, is_follower=True, since=NOON)


def test_a_case_does_not_end_before_it_was_told(told: Case) -> None:
    with pytest.raises(IntegrityError, match="case_ended_was_told"):
        end(told, ended_at=NOON - timedelta(seconds=1))


def test_the_flag_of_the_end_cannot_differ_from_the_state(told: Case) -> None:
    with pytest.raises(IntegrityError, match="case_ended_is_state"):
        end(told, is_ended=False, ended_at=None)


def test_an_open_case_has_a_time(case: Case) -> None:
    with pytest.raises(IntegrityError, match="case_open_has_time"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(due_at=None)


def test_a_paused_case_has_an_end_of_its_pause(case: Case) -> None:
    with pytest.raises(IntegrityError, match="case_open_has_time"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=State.SUSPENDED, due_at=None)


def test_an_open_case_has_a_holder_and_stands_before_the_clock(case: Case) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(holder=None)
    with pytest.raises(IntegrityError, match="case_open_is_clocked"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(clock_at=None)


def test_nobody_checks_their_own_work(town: Town, told: Case) -> None:
    officer, answer = town.persons["officer"], told.answer
    assert answer
    with pytest.raises(IntegrityError, match="check_by_another"), transaction.atomic():
        Check.objects.create(
            case=told, answer=answer, handler=officer, checker=officer, at=NOON, passed=True
        )


def test_one_step_runs_at_a_time(town: Town, case: Case) -> None:
    with pytest.raises(IntegrityError, match="step_one_runs"), transaction.atomic():
        CaseStep.objects.create(
            case=case, rung=2, step="handle", holder=town.posts["cadre"], started_at=NOON
        )


def test_history_cannot_be_changed_or_deleted(case: Case) -> None:
    entry = Entry.objects.get(subject="case", subject_id=case.pk)
    for statement in (
        "UPDATE ledger_entry SET kind = 'x' WHERE id = %s",
        "DELETE FROM ledger_entry WHERE id = %s",
    ):
        with (
            pytest.raises(Exception, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [entry.pk])
