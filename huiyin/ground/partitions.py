"""Growing tables are split by month of their id, so that a month can be detached or dropped as a whole.

`CreateMonthly` stands in a migration in the place of `CreateModel`; `keep_ahead` runs monthly and makes the coming
months. A default partition is the net under a month that nobody made.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps.registry import Apps
from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from huiyin.lib.ids import EPOCH, first_id_at

MONTHS_AHEAD = 3


class CreateMonthly(migrations.CreateModel):
    """Create a model's table as `PARTITION BY RANGE (id)` with a default partition.

    The database can hold no unique constraint in it but the primary key, and no foreign key points into it.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        plain = schema_editor.sql_create_table
        schema_editor.sql_create_table = plain + " PARTITION BY RANGE (id)"
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        finally:
            schema_editor.sql_create_table = plain
        table = schema_editor.quote_name(
            to_state.apps.get_model(app_label, self.name)._meta.db_table  # noqa: SLF001 - Django keeps it there
        )
        name = table.strip('"')
        schema_editor.execute(f'CREATE TABLE "{name}_rest" PARTITION OF {table} DEFAULT')

    def describe(self) -> str:
        return f"Create model {self.name}, split by month"


class MakeMonths(migrations.RunPython):
    """Make the partitions of the first months; stands behind `CreateMonthly`."""

    def __init__(self, table: str) -> None:
        self.table = table

        def forwards(_apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
            keep_ahead(table, now=datetime.now(UTC))

        super().__init__(forwards, migrations.RunPython.noop)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return (type(self).__name__, [self.table], {})


def keep_ahead(table: str, *, now: datetime) -> list[str]:
    """Make the partitions of this month and the next three, where missing. Returns the names of the new ones.

    A month whose rows already lie in the default partition is left there: moving them is a task for an operator.
    """
    made = []
    with connection.cursor() as cursor:
        for start, end in _months(now):
            name = f"{table}_{start:%Y%m}"
            cursor.execute("SELECT to_regclass(%s)", [name])
            low, high = first_id_at(start), first_id_at(end)
            rest = f'SELECT 1 FROM "{table}_rest" WHERE id >= %s AND id < %s LIMIT 1'  # noqa: S608
            if cursor.fetchone() != (None,):
                continue
            cursor.execute(rest, [low, high])
            if cursor.fetchone() is None:
                cursor.execute(
                    f'CREATE TABLE "{name}" PARTITION OF "{table}" FOR VALUES FROM ({low}) TO ({high})'
                )
                made.append(name)
    return made


def _months(now: datetime) -> Iterator[tuple[datetime, datetime]]:
    start = (
        max(now, EPOCH).astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    )
    for _ in range(MONTHS_AHEAD + 1):
        end = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield start, end
        start = end
