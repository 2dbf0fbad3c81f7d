"""Many rows in one statement, of one table or of several. The model's own ways spend more on each value than the database does.

A row is a mapping of columns to values, its id among them; that of a model's instance is its `vars`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from typing import Any

import orjson
from django.db import connection
from django.db.models import Model

from huiyin.ground.crypto import EncryptedTextField

Row = Mapping[str, Any]


def insert(model: type[Model], rows: Sequence[Row]) -> None:
    """Write new rows, each with the same columns; the other columns stay empty. What is kept encrypted, is encrypted here.

    What the database refuses is raised as by `save`.
    """
    if rows:
        statement, written = _insertion(model, rows)
        _execute(statement, [written])


def insert_models(rows: Iterable[Model]) -> None:
    """Write new rows of any models in one statement; they may refer to one another.

    The database holds each row to its constraints as it comes, and all of them to their foreign keys at the end.
    """
    tables: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        tables[type(row)].append(row)
    if not tables:
        return
    insert_tables({model: [vars(row) for row in of_it] for model, of_it in tables.items()})
    for row in (each for of_it in tables.values() for each in of_it):
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as `save` leaves it


def insert_tables(tables: Mapping[type[Model], Sequence[Row]]) -> None:
    """The same for rows of several tables in one statement; each table has rows, with the same columns."""
    made = [_insertion(model, rows) for model, rows in tables.items()]
    *first, last = [statement for statement, _ in made]
    before = ", ".join(f"rows_{number} AS ({each})" for number, each in enumerate(first))
    _execute(f"WITH {before} {last}" if first else last, [written for _, written in made])


def update(model: type[Model], rows: Sequence[Row], columns: Iterable[str]) -> None:
    """Write these columns of rows that stand in the database, found by their ids. What is kept encrypted, is encrypted here."""
    names = list(columns)
    if not rows or not names:
        return
    rows = _on_their_way(model, rows)
    table = _table(model)
    moves = ", ".join(f'"{name}" = new."{name}"' for name in names)
    _execute(
        f"UPDATE {table} SET {moves} FROM json_populate_recordset(NULL::{table}, %s) new"  # noqa: S608 - names of columns
        f" WHERE {table}.id = new.id",
        [[{name: row[name] for name in ("id", *names)} for row in rows]],
    )


@cache
def columns_of(model: type[Model]) -> list[str]:
    """The columns of a model; that of the foreign key `case` is `case_id`."""
    return [field.attname for field in model._meta.concrete_fields]  # noqa: SLF001 - Django's own word


@cache
def encrypted_columns(model: type[Model]) -> dict[str, EncryptedTextField]:
    """The columns of a model that are encrypted on their way into the database, with their fields."""
    fields = model._meta.concrete_fields  # noqa: SLF001
    return {field.attname: field for field in fields if isinstance(field, EncryptedTextField)}


def _insertion(model: type[Model], rows: Sequence[Row]) -> tuple[str, list[Row]]:
    table, names = _table(model), [name for name in columns_of(model) if name in rows[0]]
    rows = _on_their_way(model, rows)
    columns = ", ".join(f'"{name}"' for name in names)
    statement = (
        f"INSERT INTO {table} ({columns})"  # noqa: S608 - names of tables and columns
        f" SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s)"
    )
    return statement, [{name: row[name] for name in names} for row in rows]


def _on_their_way(model: type[Model], rows: Sequence[Row]) -> Sequence[Row]:
    secret = {name: field for name, field in encrypted_columns(model).items() if name in rows[0]}
    if not secret:
        return rows
    return [
        {**row, **{name: field.get_prep_value(row[name]) for name, field in secret.items()}}
        for row in rows
    ]


def _table(model: type[Model]) -> str:
    return f'"{model._meta.db_table}"'  # noqa: SLF001 - Django's own word


def _execute(statement: str, tables: Sequence[Sequence[Row]]) -> None:
    values = [orjson.dumps(rows, default=_as_text).decode() for rows in tables]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _as_text(value: object) -> str:
    """What JSON has no word for, as the database reads it. Raises TypeError, as a column of such values is new."""
    if isinstance(value, timedelta):
        return f"{value.total_seconds()} seconds"
    raise TypeError(f"no word of JSON for {type(value).__name__}")
