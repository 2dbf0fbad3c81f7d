"""What a step wrote, in a form in which it can be taken back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import Manager, Model, ProtectedError, RestrictedError

from huiyin.ground.rows import actions as rows

Made = tuple[str, int, int]  # table, id, unit
BATCH = 1_000


class Trail:
    """Writes rows and remembers them. A unit is the row of the file that something was made for."""

    def __init__(self) -> None:
        self._made: list[Made] = []
        self._changed: list[dict[str, Any]] = []
        self._waiting: dict[type[Model], list[Model]] = defaultdict(list)
        self._columns: dict[type[Model], set[str]] = defaultdict(set)

    def create(self, model: type[Model], new: Sequence[Model], units: Sequence[int]) -> None:
        """Write new rows; units: for which row of the file each is made."""
        rows.insert(model, [vars(row) for row in new])
        table = _name(model)
        made = ((table, int(row.pk), unit) for row, unit in zip(new, units, strict=True))
        self._made.extend(made)

    def note(self, model: type[Model], ids: Sequence[int], unit: int) -> None:
        """Remember rows that another action has made."""
        self._made.extend((_name(model), each, unit) for each in ids)

    def change(self, row: Model, values: Mapping[str, Any]) -> None:
        """Set values of a row that stands; written by `save`."""
        different = self.remember(row, values)
        for name, value in different.items():
            setattr(row, name, value)
        if different:
            self._waiting[type(row)].append(row)
            self._columns[type(row)].update(different)

    def remember(self, row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
        """Note what another action will change of a row. Returns what differs."""
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        if different:
            was = {name: getattr(row, name) for name in different}
            told = {"table": _name(type(row)), "id": row.pk, "was": was, "is": different}
            self._changed.append(told)
        return different

    def save(self) -> None:
        for model, changed in self._waiting.items():
            unique = {row.pk: row for row in changed}
            _rows(model).bulk_update(
                unique.values(), sorted(self._columns[model]), batch_size=BATCH
            )
        self._waiting.clear()

    def written(self) -> dict[str, Any]:
        """JSON, for `take_back_trail`."""
        return {"made": self._made, "changed": self._changed}


class TakenBack(NamedTuple):
    """kept: how many rows of the file stay. put_back: the rows that stand again as they were before."""

    kept: int
    put_back: list[Model]


def take_back_trail(trail: Mapping[str, Any], tables: Iterable[type[Model]]) -> TakenBack:
    """Put back what was changed and remove what was made, the last first.

    What somebody changed since stays as it is, and so does what something else holds on to, as a case does to its
    reporter.
    """
    by_name = {_name(model): model for model in tables}
    back = _put_back(trail["changed"], by_name)
    made: list[Made] = [(table, key, unit) for table, key, unit in reversed(trail["made"])]
    held = 0 if _removed(made, by_name) else _remove_by_unit(made, by_name)
    return TakenBack(back.kept + held, back.put_back)


def _put_back(changed: Sequence[Mapping[str, Any]], tables: Mapping[str, type[Model]]) -> TakenBack:
    kept, put_back = 0, dict[tuple[str, int], Model]()
    for name, model in tables.items():
        of_it = [each for each in reversed(changed) if each["table"] == name]
        if not of_it:
            continue
        standing = _rows(model).select_for_update().in_bulk([each["id"] for each in of_it])
        columns: set[str] = set()
        for each in of_it:
            row = standing.get(each["id"])
            if row is None or not _is_as_written(row, each["is"]):
                kept += 1
                continue
            for column, value in each["was"].items():
                setattr(row, column, _value(row, column, value))
                columns.add(column)
            put_back[name, row.pk] = row
        if columns:
            _rows(model).bulk_update(standing.values(), sorted(columns), batch_size=BATCH)
    return TakenBack(kept, list(put_back.values()))


def _is_as_written(row: Model, values: Mapping[str, Any]) -> bool:
    return all(getattr(row, name) == _value(row, name, value) for name, value in values.items())


def _value(row: Model, column: str, written: Any) -> Any:
    """A value of JSON as the column has it: a moment, a day."""
    field = row._meta.get_field(column.removesuffix("_id"))  # noqa: SLF001 - Django's own word
    return written if field.is_relation else field.to_python(written)  # type: ignore[union-attr] # a column is no reverse relation


def _removed(made: Sequence[Made], tables: Mapping[str, type[Model]]) -> bool:
    """Remove everything, table by table, or nothing when something else holds on to a part of it."""
    by_table: dict[str, list[int]] = {}
    for table, key, _unit in made:
        by_table.setdefault(table, []).append(key)
    try:
        with transaction.atomic():
            for table, keys in by_table.items():
                _rows(tables[table]).filter(pk__in=keys).delete()
    except (ProtectedError, RestrictedError, IntegrityError):
        return False
    return True


def _remove_by_unit(made: Sequence[Made], tables: Mapping[str, type[Model]]) -> int:
    by_unit: dict[int, list[Made]] = {}
    for each in made:
        by_unit.setdefault(each[2], []).append(each)
    return sum(not _removed(of_it, tables) for of_it in by_unit.values())


def _name(model: type[Model]) -> str:
    return model._meta.label_lower  # noqa: SLF001 - Django's own word


def _rows(model: type[Model]) -> Manager[Model]:
    return model._default_manager  # noqa: SLF001 - Django's own word
