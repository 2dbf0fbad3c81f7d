"""How an act's rows come into the database: each at once, or those of many acts together."""

from collections import defaultdict
from datetime import datetime

from huiyin.cases.models import Application, Case, CaseStep, Notice
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.models import Entry


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


class Pile(Papers):
    """Keeps the rows of many acts, each on another case, until `write` puts them down with a few statements a table."""

    def __init__(self) -> None:
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
        _save_all(self.cases)
        ledger.record_all(self._entries)
        Notice.objects.bulk_create(self._notices)


def _save_all(cases: list[Case]) -> None:
    """Write whole rows that are locked and so exist, all in one statement: no row is ever inserted here."""
    columns = [field.name for field in Case._meta.concrete_fields if not field.primary_key]  # noqa: SLF001 - Django's own word
    Case.objects.bulk_create(
        cases, update_conflicts=True, unique_fields=["id"], update_fields=columns
    )
