"""New rows of several tables in one statement: what belongs together costs one way to the database."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Field, Model


def bulk_insert(rows: Iterable[Model]) -> None:
    """Write new rows of any models; they have their ids already, and may refer to one another.

    The database holds each row to its constraints as it comes, and all of them to their foreign keys at the end.
    """
    tables: dict[type[Model], list[Model]] = defaultdict(list)
    for row in rows:
        tables[type(row)].append(row)
    if not tables:
        return
    *first, last = [_insert(model) for model in tables]
    before = ", ".join(f"rows_{number} AS ({each})" for number, each in enumerate(first))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {before} {last}" if first else last,
            [_as_json(model, of_model) for model, of_model in tables.items()],
        )
    for row in (each for of_model in tables.values() for each in of_model):
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as `save` leaves it


def as_json(value: datetime | timedelta | UUID) -> str:
    """What JSON has no word for, as the database reads it."""
    match value:
        case datetime():
            return value.isoformat()
        case timedelta():
            return f"{value.total_seconds()} seconds"
        case _:
            return str(value)


def _insert(model: type[Model]) -> str:
    table = model._meta.db_table  # noqa: SLF001 - Django's own word, here and below
    columns = ", ".join(f'"{field.column}"' for field in _fields(model))
    return (
        f'INSERT INTO "{table}" ({columns})'  # noqa: S608 - names of tables and columns
        f' SELECT {columns} FROM jsonb_populate_recordset(NULL::"{table}", %s)'
    )


def _as_json(model: type[Model], rows: Sequence[Model]) -> str:
    fields = _fields(model)
    values = [{f.column: f.value_from_object(row) for f in fields} for row in rows]
    return json.dumps(values, default=as_json)


def _fields(model: type[Model]) -> "list[Field[Any, Any]]":
    return list(model._meta.concrete_fields)  # noqa: SLF001
