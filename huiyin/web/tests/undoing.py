"""Trying something out on the database of a test."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """What is done inside never was. To Django it is the block around a test: a durable one may stand in it."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # as its own tests say it
    with around:
        yield
        transaction.set_rollback(True)
