"""Taking in what people send, and removing what nobody needs."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction

from huiyin.ground.files import queries, store
from huiyin.ground.files.models import StoredFile
from huiyin.ground.files.refusals import refusal_of
from huiyin.ground.files.rules import SNIFF_BYTES, Container, Fault, Limits, Unfit, sniff
from huiyin.ground.files.workshop.process import clean
from huiyin.ground.files.workshop.product import Product


class Readable(Protocol):
    """What is read in pieces: a file, or an upload of Django's."""

    def read(self, size: int, /) -> bytes: ...


def limits() -> Limits:
    """The limits of this site: the usual ones, and what HUIYIN_FILE_LIMITS says instead."""
    return Limits(**settings.HUIYIN_FILE_LIMITS)


@transaction.atomic
def store_upload(
    *, stream: Readable, person_id: int | None, now: datetime, filename: str = ""
) -> StoredFile:
    """Take in a picture, a voice or a short video: check it by what it contains, clean it, keep it.

    stream: read in pieces, never whole in memory. filename: not looked at and not kept; a name proves nothing. now: aware.
    The bytes are on the disk before the row is written. Raises TooLarge, UnsupportedMedia, or Refused for a damaged file.
    """
    allowed = limits()
    with store.workbench() as folder:
        try:
            container = _receive(stream, folder / "upload", allowed)
            product = clean(folder / "upload", folder, container=container, limits=allowed)
        except Unfit as unfit:
            raise refusal_of(unfit.fault, allowed) from unfit
        return _keep(product, person_id=person_id, now=now)


def remove_leftovers(*, now: datetime) -> int:
    """Remove what killed uploads and undone transactions left on the disk. Returns how many files and folders."""
    removed = store.sweep_workbenches(now=now)
    for path in store.stored_before(now - store.ORPHAN_AFTER):
        if not queries.is_kept(path.name[:64]):
            path.unlink(missing_ok=True)
            removed += 1
    return removed


def _receive(stream: Readable, path: Path, allowed: Limits) -> Container:
    """Write the stream to `path` and name its container; stop as soon as it is more than such a file may bring."""
    with path.open("wb") as file:
        first = _read_first(stream)
        container = sniff(first[:SNIFF_BYTES])
        _copy(first, stream, file, most=allowed.bytes_of(container))
    return container


def _read_first(stream: Readable) -> bytes:
    """At least the bytes that tell the container, where there are so many: a stream may give less than asked."""
    first = b""
    while len(first) < SNIFF_BYTES and (chunk := stream.read(store.CHUNK_BYTES)):
        first += chunk
    return first


def _copy(first: bytes, stream: Readable, file: IO[bytes], *, most: int) -> None:
    size, chunk = 0, first
    while chunk:
        size += len(chunk)
        if size > most:
            raise Unfit(Fault.TOO_LARGE)
        file.write(chunk)
        chunk = stream.read(store.CHUNK_BYTES)


def _keep(product: Product, *, person_id: int | None, now: datetime) -> StoredFile:
    sha256 = store.hash_of(product.path)
    size = product.path.stat().st_size
    thumb_path = store.put(product.thumb, f"{sha256}.thumb.jpg") if product.thumb else ""
    return StoredFile.objects.create(
        kind=product.kind,
        mime=product.mime,
        size=size,
        sha256=sha256,
        width=product.width,
        height=product.height,
        seconds=product.seconds,
        path=store.put(product.path, sha256 + product.path.suffix),
        thumb_path=thumb_path,
        uploaded_by_id=person_id,
        at=now,
    )


@transaction.atomic
def remove_files_of(person_id: int) -> int:
    """Remove what a person uploaded, rows and bytes; nothing may hang on them any more. Returns how many.

    The bytes go after the commit; where a crash keeps them, the sweep takes them a day later.
    """
    return remove_files(each.pk for each in queries.files_of(person_id))


@transaction.atomic
def remove_files(file_ids: Iterable[int]) -> int:
    """Remove some files, rows and bytes; nothing may hang on them any more. Returns how many."""
    files = list(queries.files(list(file_ids)).values())
    StoredFile.objects.filter(pk__in=[each.pk for each in files]).delete()
    transaction.on_commit(lambda: _remove_bytes(files), robust=True)
    return len(files)


def _remove_bytes(files: Iterable[StoredFile]) -> None:
    """Bytes that somebody else sent too stay."""
    for stored in files:
        if not queries.is_kept(stored.sha256):
            for place in filter(None, (stored.path, stored.thumb_path)):
                (store.root() / place).unlink(missing_ok=True)
