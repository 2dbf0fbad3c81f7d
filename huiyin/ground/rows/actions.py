"""Many rows of one table in one statement. The model's own ways spend more on each value than the database does.

A row is a mapping of columns to values; that of a model's instance is its `vars`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Model

Row = Mapping[str, Any]


def insert(model: type[Model], rows: Sequence[Row]) -> None:
    """Write new rows, each with the same columns, its id among them; the other columns stay empty.

    What the database refuses is raised as by `save`.
    """
    if not rows:
        return
    table, names = _table(model), [n for n in columns_of(model) if n in rows[0]]
    columns = ", ".join(f'"{name}"' for name in names)
    _execute(
        f"INSERT INTO {table} ({columns})"  # noqa: S608 - names of tables and columns
        f" SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)",
        [{name: row[name] for name in names} for row in rows],
    )


def update(model: type[Model], rows: Sequence[Row], columns: Iterable[str]) -> None:
    """Write these columns of rows that stand in the database, found by their ids."""
    names = list(columns)
    if not rows or not names:
        return
    table = _table(model)
    moves = ", ".join(f'"{name}" = new."{name}"' for name in names)
    _execute(
        f"UPDATE {table} SET {moves} FROM json_populate_recordset(NULL::{table}, %s) new"  # noqa: S608 - names of columns
        f" WHERE {table}.id = new.id",
        [{name: row[name] for name in ("id", *names)} for row in rows],
    )


def columns_of(model: type[Model]) -> list[str]:
    """The columns of a model; that of the foreign key `case` is `case_id`."""
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 - Django's own word


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'  # noqa: SLF001 - Django's own word


def _execute(statement: str, rows: Sequence[Row]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [json.dumps(rows, default=_as_text, ensure_ascii=False)])


def _as_text(value: datetime | timedelta) -> str:
    """As the database reads it."""
    return f"{value.total_seconds()} seconds" if isinstance(value, timedelta) else str(value)
