"""How an act's rows come into the database: each at once, or those of many acts together."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from huiyin.cases.models import Application, Case, CaseFile, CaseStep, Notice, Party
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.models import Entry
from huiyin.ground.rows.actions import as_json, bulk_insert

if TYPE_CHECKING:
    from django.db.models import Model


class Papers:
    """Writes each row at once: right for an act on one case. The caller is in a transaction."""

    def end_step(self, case: Case, *, at: datetime, how: str) -> None:
        """End the step of the case that runs, if one does."""
        running = CaseStep.objects.filter(case=case, ended_at=None)
        running.update(ended_at=at, ended_by=how)

    def begin_step(self, step: CaseStep) -> None:
        step.save(force_insert=True)

    def move_step(self, step: CaseStep) -> None:
        """Keep the new due time of a step that runs on."""
        step.save(update_fields=["due_at"])

    def decide(self, application: Application) -> None:
        application.save()

    def save_case(self, case: Case, *, is_new: bool) -> None:
        case.save(force_insert=is_new)

    def record(self, entry: Entry) -> None:
        ledger.record_all([entry])

    def tell(self, notices: list[Notice]) -> None:
        Notice.objects.bulk_create(notices)


class Opening(Papers):
    """Keeps the rows of a case that is opened until `write`: one statement for them, and the ledger."""

    def __init__(self) -> None:
        self._rows: list[Model] = []
        self._entries: list[Entry] = []

    def begin_step(self, step: CaseStep) -> None:
        self._rows.append(step)

    def save_case(self, case: Case, *, is_new: bool) -> None:
        if not is_new:
            raise ValueError("the case stands in the database already")
        self._rows.append(case)

    def add(self, rows: Iterable[Party | CaseFile]) -> None:
        self._rows.extend(rows)

    def record(self, entry: Entry) -> None:
        self._entries.append(entry)

    def tell(self, notices: list[Notice]) -> None:
        self._rows.extend(notices)

    def write(self) -> None:
        bulk_insert(self._rows)
        ledger.record_all(self._entries)


class Pile(Papers):
    """Keeps the rows of many acts, each on another case, until `write` puts them down with a few statements a table."""

    def __init__(self, cases: Iterable[Case]) -> None:
        """cases: those of the acts, as they were read."""
        self._before = {case.pk: vars(case).copy() for case in cases}
        self._ended: dict[tuple[datetime, str], list[int]] = defaultdict(list)
        self._begun: list[CaseStep] = []
        self._moved: list[CaseStep] = []
        self._decided: list[Application] = []
        self.cases: list[Case] = []
        self._entries: list[Entry] = []
        self._notices: list[Notice] = []

    def end_step(self, case: Case, *, at: datetime, how: str) -> None:
        self._ended[at, how].append(case.pk)

    def begin_step(self, step: CaseStep) -> None:
        self._begun.append(step)

    def move_step(self, step: CaseStep) -> None:
        self._moved.append(step)

    def decide(self, application: Application) -> None:
        self._decided.append(application)

    def save_case(self, case: Case, *, is_new: bool) -> None:
        if is_new:
            raise ValueError("a pile is for cases that stand in the database")
        self.cases.append(case)

    def record(self, entry: Entry) -> None:
        self._entries.append(entry)

    def tell(self, notices: list[Notice]) -> None:
        self._notices.extend(notices)

    def write(self) -> None:
        """Put everything down. A step ends before the next begins: only one of a case may run."""
        for (at, how), ids in self._ended.items():
            running = CaseStep.objects.filter(case_id__in=ids, ended_at=None)
            running.update(ended_at=at, ended_by=how)
        CaseStep.objects.bulk_create(self._begun)
        CaseStep.objects.bulk_update(self._moved, ["due_at"])
        for application in self._decided:  # few: a case seldom has one when its time is over
            application.save()
        _save_changes(self.cases, self._before)
        ledger.record_all(self._entries)
        Notice.objects.bulk_create(self._notices)


def _save_changes(cases: list[Case], before: Mapping[int, Mapping[str, Any]]) -> None:
    """Write what the acts have changed, in one statement: the model's own way takes longer than all the rest of the clock."""
    names = [field.attname for field in Case._meta.concrete_fields]  # noqa: SLF001 - Django's own word
    now = [vars(case) for case in cases]
    changed = [n for n in names if any(row[n] != before[row["id"]][n] for row in now)]
    if not changed:
        return
    rows = [{name: row[name] for name in ("id", *changed)} for row in now]
    moves = ", ".join(f'"{name}" = new."{name}"' for name in changed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE cases_case SET {moves} FROM jsonb_populate_recordset(NULL::cases_case, %s) new"  # noqa: S608 - names of columns
            " WHERE cases_case.id = new.id",
            [json.dumps(rows, default=as_json)],
        )
