"""What is encrypted, and under which key. Nothing is kept of how far a rotation came: the rows say it themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from huiyin.ground.crypto import EncryptedTextField, Unreadable, lookup_hash, opened

CHUNK = 2000
# model → its JSON field and the members in it: secrets that a library keeps, encrypted by us (`crypto.encrypted`)
FOREIGN = {"mfa.authenticator": ("data", ("secret", "seed"))}


@dataclass(frozen=True)
class Column:
    """A column of encrypted text. lookup: the field with its keyed hash, empty where there is none.

    member: of the JSON of a library's model, where the text stands in one; empty for a field of our own.
    """

    model: type[Model]
    field: str
    lookup: str = ""
    member: str = ""

    @property
    def name(self) -> str:
        path = f"{self.field}.{self.member}" if self.member else self.field
        return f"{self.model._meta.label_lower}.{path}"  # noqa: SLF001 - Django's own word


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
    return [column for model in apps.get_models() for column in _columns_of(model)]


def _columns_of(model: type[Model]) -> Iterator[Column]:
    field, members = FOREIGN.get(model._meta.label_lower, ("", ()))  # noqa: SLF001
    yield from (Column(model, field, member=member) for member in members)
    yield from (
        Column(model, each.name, each.lookup)
        for each in model._meta.concrete_fields  # noqa: SLF001
        if isinstance(each, EncryptedTextField)
    )


def kept(column: Column) -> QuerySet[Any, Any]:
    """The rows of a column that have a text, by their primary key, as (pk, encrypted text, hash)."""
    if column.member:
        having = column.model._base_manager.filter(**{f"{column.field}__has_key": column.member})  # noqa: SLF001
        text = KeyTextTransform(column.member, column.field)
        return having.order_by("pk").values_list("pk", text, Value(""))
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
