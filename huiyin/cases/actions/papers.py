"""How an act's rows come into the database: each at once, or those of many acts together."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import compress
from operator import itemgetter, ne
from typing import TYPE_CHECKING

from huiyin.cases.models import Application, Case, CaseFile, CaseStep, Notice, Party
from huiyin.ground.among import among
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.rows import actions as rows
from huiyin.ground.rows.actions import Row

if TYPE_CHECKING:
    from django.db.models import Model

# what a decision writes of an application
DECISION = ("decided_at", "is_approved", "answer_text")


class Papers:
    """Writes each row at once: right for an act on one case. The caller is in a transaction."""

    def end_step(self, case: Case, *, at: datetime, how: str) -> None:
        """End the step of the case that runs, if one does."""
        running = CaseStep.objects.filter(case=case, ended_at=None)
        running.update(ended_at=at, ended_by=how)

    def begin_step(self, step: Row) -> None:
        rows.insert(CaseStep, [step])

    def move_step(self, step: CaseStep) -> None:
        """Keep the new due time of a step that runs on."""
        step.save(update_fields=["due_at"])

    def decide(self, application: Application) -> None:
        application.save()

    def save_case(self, case: Case, *, is_new: bool) -> None:
        case.save(force_insert=is_new)

    def record(self, entry: ledger.Draft) -> None:
        ledger.record_all([entry])

    def tell(self, notices: list[Row]) -> None:
        rows.insert(Notice, notices)


class Opening(Papers):
    """Keeps the rows of a case that is opened until `write`: one statement for them, and the ledger."""

    def __init__(self) -> None:
        self._rows: list[Model] = []
        self._entries: list[ledger.Draft] = []

    def begin_step(self, step: Row) -> None:
        self._rows.append(CaseStep(**step))

    def save_case(self, case: Case, *, is_new: bool) -> None:
        if not is_new:
            raise ValueError("the case stands in the database already")
        self._rows.append(case)

    def add(self, more: Iterable[Party | CaseFile]) -> None:
        self._rows.extend(more)

    def record(self, entry: ledger.Draft) -> None:
        self._entries.append(entry)

    def tell(self, notices: list[Row]) -> None:
        self._rows.extend(Notice(**notice) for notice in notices)

    def write(self) -> None:
        rows.insert_models(self._rows)
        ledger.record_all(self._entries)


class Pile(Papers):
    """Keeps the rows of many acts, each on another case, until `write` puts them down with a few statements a table."""

    def __init__(self, cases: Iterable[Case]) -> None:
        """cases: those of the acts, as they were read."""
        self._before = {case.pk: vars(case).copy() for case in cases}
        self._ended: dict[tuple[datetime, str], list[int]] = defaultdict(list)
        self._begun: list[Row] = []
        self._moved: list[CaseStep] = []
        self._decided: list[Application] = []
        self.cases: list[Case] = []
        self._entries: list[ledger.Draft] = []
        self._notices: list[Row] = []

    def end_step(self, case: Case, *, at: datetime, how: str) -> None:
        self._ended[at, how].append(case.pk)

    def begin_step(self, step: Row) -> None:
        self._begun.append(step)

    def move_step(self, step: CaseStep) -> None:
        self._moved.append(step)

    def decide(self, application: Application) -> None:
        self._decided.append(application)

    def save_case(self, case: Case, *, is_new: bool) -> None:
        if is_new:
            raise ValueError("a pile is for cases that stand in the database")
        self.cases.append(case)

    def record(self, entry: ledger.Draft) -> None:
        self._entries.append(entry)

    def tell(self, notices: list[Row]) -> None:
        self._notices.extend(notices)

    def write(self) -> None:
        """Put everything down. A step ends before the next begins: only one of a case may run."""
        for (at, how), ids in self._ended.items():
            running = CaseStep.objects.filter(among("case_id", ids), ended_at=None)
            running.update(ended_at=at, ended_by=how)
        rows.insert(CaseStep, self._begun)
        rows.update(CaseStep, [vars(step) for step in self._moved], ["due_at"])
        rows.update(Application, [vars(each) for each in self._decided], DECISION)
        rows.update(Case, [vars(case) for case in self.cases], self._changed())
        ledger.record_all(self._entries)
        rows.insert(Notice, self._notices)

    def _changed(self) -> list[str]:
        """The columns that an act has changed on any of the cases."""
        columns, changed = rows.columns_of(Case), set[str]()
        values = itemgetter(*columns)
        for case in self.cases:
            differs = map(ne, values(vars(case)), values(self._before[case.pk]))
            changed.update(compress(columns, differs))
        return [name for name in columns if name in changed]
