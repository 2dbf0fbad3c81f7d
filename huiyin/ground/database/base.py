"""Django's PostgreSQL backend under a name of our own.

It keeps the place where a connection per site is chosen when one machine no longer holds all sites (architecture,
stage 3b), so that no settings of running sites have to change. Until then it reads moments faster, and nothing else.
"""

from datetime import UTC, datetime
from typing import Any

from django.db.backends.postgresql import base
from psycopg.adapt import AdaptersMap, Buffer
from psycopg.types.datetime import TimestamptzLoader


class Moments(TimestamptzLoader):
    """Reads a moment by Python's own reader: a case has eight, and the driver's takes ten times as long.

    What that one does not know, as infinity, is left to the driver, which refuses it in its own words.
    """

    timezone = UTC  # Django sets it for the session, and asks here before each cursor

    def load(self, data: Buffer) -> datetime:
        try:
            return datetime.fromisoformat(str(data, "ascii"))
        except ValueError:
            return super().load(data)


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of a site."""

    def get_connection_params(self) -> dict[str, Any]:
        parameters: dict[str, Any] = super().get_connection_params()
        context = AdaptersMap(parameters["context"])
        context.register_loader("timestamptz", Moments)
        return parameters | {"context": context}
