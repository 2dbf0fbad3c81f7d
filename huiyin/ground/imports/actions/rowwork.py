"""The rows of a chunk as facts, and what is kept of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

import orjson
from django.utils.translation import gettext_noop as _

from huiyin.ground.crypto import lookup_hash
from huiyin.ground.imports.models import ImportBatch, ImportChunk, ImportKey
from huiyin.ground.imports.rules import Change, Claim, Fact, Fault, File, Kind, What, WrongCell
from huiyin.ground.sheets.rules import CELL_ERRORS
from huiyin.lib.refusal import Refused

SAMPLES = 20
KEY_LENGTH = 32
DIGEST_LENGTH = 16
T = TypeVar("T")


def key_of(text: str) -> str:
    """A row's key as it is kept: equal ones are told, and nothing else to whoever lacks the site's key."""
    return _hashed(text, KEY_LENGTH)


def digest_of(value: Any) -> str:
    return _hashed(orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode(), DIGEST_LENGTH)


def _hashed(text: str, length: int) -> str:
    """A keyed hash as so many hex digits; a fifth of the time of `lookup_hash`, and there are three for each row."""
    return blake2b(text.encode(), key=_key(), digest_size=length // 2).hexdigest()


@cache
def _key() -> bytes:
    return bytes.fromhex(lookup_hash("keys of imports"))


@dataclass
class Chunk:
    """A chunk at work. facts: of the rows that could be read and were not refused so far."""

    row: ImportChunk
    facts: dict[int, Fact] = field(default_factory=dict)
    faults: dict[int, Fault] = field(default_factory=dict)
    refused: dict[int, Fault] = field(default_factory=dict)

    def refuse(self, faults: Mapping[int, Fault]) -> None:
        self.refused.update(faults)
        for number in faults:
            self.facts.pop(number, None)

    def save_refused(self) -> None:
        told = {str(number): list(fault) for number, fault in sorted(self.refused.items())}
        self.row.refused = orjson.dumps(told).decode() if told else ""
        self.row.save(update_fields=["refused"])


def opened(batch: ImportBatch, number: int) -> Chunk:
    """The chunk with what its rows say, as `read_rows` has found it. Its cells stay in the database."""
    row = batch.parts.defer("cells", "trail").get(number=number)
    refused = refused_of(row)
    told = orjson.loads(row.facts) if row.facts else ()
    facts = {
        number: Fact(key, values, tuple(Claim(*claim) for claim in claims), scope, level)
        for number, key, values, claims, scope, level in told
        if number not in refused
    }
    return Chunk(row, facts, refused=refused)


def read_rows(batch: ImportBatch, kind: Kind, number: int, file: File) -> Chunk:
    """Read the rows of a chunk and keep what they say; faults: those that could not be read."""
    row = batch.parts.get(number=number)
    chunk = Chunk(row)
    places = {name: place for name, place in batch.mapping.items() if isinstance(place, int)}
    for row_number, cells in orjson.loads(row.cells):
        named = {
            name: cells[place]
            for name, place in places.items()
            if place < len(cells) and cells[place]
        }
        try:
            chunk.facts[row_number] = _read(kind, named, file)
        except Refused as refusal:
            chunk.faults[row_number] = Fault.of(refusal)
    told = [
        [number, fact.key, fact.values, list(map(list, fact.claims)), fact.scope, fact.level]
        for number, fact in chunk.facts.items()
    ]
    row.facts = orjson.dumps(told).decode()
    row.save(update_fields=["facts"])
    return chunk


def refused_of(row: ImportChunk) -> dict[int, Fault]:
    told = orjson.loads(row.refused) if row.refused else {}
    return {int(number): Fault(*fault) for number, fault in told.items()}


def _read(kind: Kind, cells: Mapping[str, str], file: File) -> Fact:
    for name, text in cells.items():
        if text in CELL_ERRORS:
            raise WrongCell(
                kind.column(name).label,
                _("这一格是公式算不出来的 %(error)s。请改成文字或数字。"),
                error=text,
            )
    for column in kind.columns:
        if column.is_required and column.name not in cells:
            raise WrongCell(column.label, _("这一格是空的，请填写。"))
    return kind.importer.read(cells, file)


def file_of(batch: ImportBatch, *, looks_ahead: bool) -> File:
    """looks_ahead: rows that are not written yet count as known, as in a preview."""

    def known(keys: Iterable[str]) -> frozenset[str]:
        hashed = {key_of(key): key for key in keys}
        found = ImportKey.objects.filter(
            batch=batch, key__in=hashed, is_claim=False, is_refused=False
        )
        return frozenset(hashed[key] for key in found.values_list("key", flat=True))

    if looks_ahead:
        return File(batch.area, batch.system, known)
    return File(batch.area, batch.system)


def count(batch: ImportBatch, what: What, number: int) -> None:
    if number:
        batch.counts[what.value] = batch.counts.get(what.value, 0) + number


def keep_samples(batch: ImportBatch, kept: Iterable[tuple[int, Change]]) -> None:
    """Keep the first rows of each kind of change, to be shown."""
    samples = orjson.loads(batch.samples) if batch.samples else {}
    is_new = False
    for number, change in kept:
        of_it = samples.setdefault(change.what.value, [])
        if len(of_it) < SAMPLES:
            of_it.append([number, change.label, change.details])
            is_new = True
    if is_new:
        batch.samples = orjson.dumps(samples).decode()


def parts(things: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(things)
    while part := list(islice(waiting, size)):
        yield part
