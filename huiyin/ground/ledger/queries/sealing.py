"""What a seal says of a period, and the first entry that no longer fits it."""

import hashlib
import json
import struct
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from django.db.models import QuerySet

from huiyin.ground.ledger.commitments import SAID, hash_of
from huiyin.ground.ledger.models import Entry, Seal, Words

# of each entry a seal keeps its id and the beginning of its hash: three hundredths of what the entry itself takes
MARK = struct.Struct(">q8s")
# the kind of the entry that may stand behind words that are no longer those of their time
REDACTS = "person.erased"
CHUNK = 2000


class Sealed(NamedTuple):
    """A period as it stands: the chained hash, how many entries, and a mark of each."""

    digest: str
    number: int
    marks: bytes


class Wrong(StrEnum):
    """What does not fit. PERIOD: something in it, and no mark tells what. SEAL: every entry fits its mark, the hash does not.

    WORDS: the entry stands, what was written in it was changed or taken away by no erasure.
    """

    ALTERED = "altered"
    MISSING = "missing"
    ADDED = "added"
    PERIOD = "period"
    SEAL = "seal"
    SEAL_MISSING = "seal_missing"
    WORDS = "words"


@dataclass(frozen=True)
class Fault:
    """The first thing that does not fit. entry_id: None where a period or a seal is meant; entry: as it stands now."""

    wrong: Wrong
    first_id: int
    end_id: int
    entry_id: int | None = None
    entry: Entry | None = None


@dataclass(frozen=True)
class Verified:
    """What was read: periods, entries, and the first fault, if there is one. has_expected: whether a hash that was asked for was met."""

    seals: int
    entries: int
    fault: Fault | None
    has_expected: bool


def between(first_id: int, end_id: int) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__gte=first_id, pk__lt=end_id).order_by("id")


def sealed(previous: str, entries: QuerySet[Entry]) -> Sealed:
    """Hash a period after the hash before it."""
    sha = hashlib.sha256(previous.encode())
    marks = bytearray()
    for entry in entries.iterator(chunk_size=CHUNK):
        line = _line(entry)
        sha.update(line)
        marks += MARK.pack(entry.pk, hashlib.sha256(line).digest()[:8])
    return Sealed(sha.hexdigest(), len(marks) // MARK.size, bytes(marks))


def verify(*, expected: str = "") -> Verified:
    """Read the ledger as far as it is sealed and stop at the first thing that does not fit.

    expected: the hash of a seal that was kept elsewhere; `has_expected` says whether the chain still has it, which
    shows a ledger that was cut off or sealed anew as a whole. Memory does not grow with the ledger.
    """
    seals = entries = 0
    has_expected = not expected
    previous: Seal | None = None
    for seal in Seal.objects.order_by("first_id").iterator(chunk_size=100):
        fault = _gap(previous, seal) or _fault(previous, seal) or _words_fault(seal)
        if fault:
            return Verified(seals, entries, fault, has_expected)
        seals, entries = seals + 1, entries + seal.entries
        has_expected = has_expected or seal.digest == expected
        previous = seal
    return Verified(seals, entries, None, has_expected)


def _gap(previous: Seal | None, seal: Seal) -> Fault | None:
    """Every seal begins where the one before it ends, the first at the beginning."""
    end = previous.end_id if previous else 0
    return Fault(Wrong.SEAL_MISSING, end, seal.first_id) if seal.first_id != end else None


def _fault(previous: Seal | None, seal: Seal) -> Fault | None:
    found = sealed(previous.digest if previous else "", between(seal.first_id, seal.end_id))
    if (found.digest, found.number) == (seal.digest, seal.entries):
        return None
    kept = bytes(seal.marks)
    if not kept and seal.entries:  # sealed before seals had marks
        return Fault(Wrong.PERIOD, seal.first_id, seal.end_id)
    wrong, entry_id = _first_difference(kept, found.marks)
    entry = Entry.objects.filter(pk=entry_id).first() if entry_id is not None else None
    return Fault(wrong, seal.first_id, seal.end_id, entry_id, entry)


def _words_fault(seal: Seal) -> Fault | None:
    """The first entry of a period whose words are no longer those that it has the hash of."""
    said = between(seal.first_id, seal.end_id).filter(data__has_key=SAID)
    pairs = said.values_list("pk", f"data__{SAID}").iterator(chunk_size=CHUNK)
    while part := list(islice(pairs, CHUNK)):
        words = Words.objects.in_bulk([pk for pk, _hash in part])
        for pk, kept in part:
            if not _fits(words.get(pk), kept):
                entry = Entry.objects.get(pk=pk)
                return Fault(Wrong.WORDS, seal.first_id, seal.end_id, pk, entry)
    return None


def _fits(row: Words | None, kept: str) -> bool:
    if row is None:
        return False
    if row.redacted_by_id is None:
        return hash_of(row.words, row.salt) == kept
    return Entry.objects.filter(pk=row.redacted_by_id, kind=REDACTS).exists()


def _first_difference(kept: bytes, found: bytes) -> tuple[Wrong, int | None]:
    was = dict(MARK.iter_unpack(kept))
    now = dict(MARK.iter_unpack(found))
    for entry_id in sorted(was.keys() | now.keys()):
        if entry_id not in now:
            return Wrong.MISSING, entry_id
        if entry_id not in was:
            return Wrong.ADDED, entry_id
        if was[entry_id] != now[entry_id]:
            return Wrong.ALTERED, entry_id
    return Wrong.SEAL, None


def _line(entry: Entry) -> bytes:
    facts = [
        entry.pk,
        entry.kind,
        entry.subject,
        entry.subject_id,
        entry.by_person_id,
        entry.by_post_id,
        entry.at.isoformat(),
        entry.area,
        entry.data,
    ]
    return json.dumps(facts, ensure_ascii=False, sort_keys=True).encode() + b"\n"
