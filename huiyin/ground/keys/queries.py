"""What is encrypted, and under which key. Nothing is kept of how far a rotation came: the rows say it themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Cast

from huiyin.ground.crypto import EncryptedTextField, Unreadable, lookup_hash, opened

CHUNK = 2000


@dataclass(frozen=True)
class Column:
    """A column of encrypted text. lookup: the field with its keyed hash, empty where there is none."""

    model: type[Model]
    field: str
    lookup: str

    @property
    def name(self) -> str:
        return f"{self.model._meta.label_lower}.{self.field}"  # noqa: SLF001 - Django's own word


@dataclass(frozen=True)
class Kept:
    """A row of a column as the database has it."""

    pk: Any
    text: str
    hash: str


@dataclass(frozen=True)
class State:
    """How many texts a column has, how many of them under former keys, and the rows that no key reads."""

    column: str
    texts: int
    former: int
    unreadable: tuple[Any, ...]


def columns() -> list[Column]:
    """Every encrypted column of the site."""
    return [
        Column(model, field.name, field.lookup)
        for model in apps.get_models()
        for field in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(field, EncryptedTextField)
    ]


def kept(column: Column) -> QuerySet[Any, Any]:
    """The rows of a column that have a text, by their primary key, as (pk, encrypted text, hash)."""
    rows = column.model._base_manager.exclude(**{column.field: ""})  # noqa: SLF001
    rows = rows.exclude(**{f"{column.field}__isnull": True}).order_by("pk")
    found = F(column.lookup) if column.lookup else Value("")
    # the cast keeps the field from decrypting it
    return rows.values_list("pk", Cast(column.field, TextField()), found)


def due(row: Kept, *, has_lookup: bool) -> str | None:
    """The text of a row that still waits for the present key; None for one that has it. Raises Unreadable."""
    found = opened(row.text)
    is_done = found.is_current and (not has_lookup or row.hash == lookup_hash(found.text))
    return None if is_done else found.text


def state(column: Column) -> State:
    """Read a whole column. Memory grows only with what cannot be read."""
    texts = former = 0
    unreadable = []
    for row in _all(column):
        texts += 1
        try:
            former += due(row, has_lookup=bool(column.lookup)) is not None
        except Unreadable:
            unreadable.append(row.pk)
    return State(column.name, texts, former, tuple(unreadable))


def _all(column: Column) -> Iterator[Kept]:
    for pk, text, found in kept(column).iterator(chunk_size=CHUNK):
        yield Kept(pk, text, found)
