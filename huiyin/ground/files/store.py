"""Bytes on disk, below HUIYIN_HOME/files, named by what they are.

A file appears under its name complete and on the disk, or not at all: it is written beside, synced, then renamed. What a
crash leaves lies in `incoming` and is swept.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

CHUNK_BYTES = 256 * 1024
LEFTOVER_AFTER = timedelta(hours=1)
ORPHAN_AFTER = timedelta(days=1)


def root() -> Path:
    return Path(settings.HUIYIN_HOME) / "files"


@contextmanager
def workbench() -> Iterator[Path]:
    """A folder of one's own on the disk of the store; it and what was not put away is gone afterwards."""
    incoming = root() / "incoming"
    incoming.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=incoming))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def put(path: Path, name: str) -> str:
    """Move a finished file from the workbench to its place. `name`: hash and ending. Returns the path below `root`."""
    place = f"{name[:2]}/{name[2:4]}/{name}"
    target = root() / place
    target.parent.mkdir(parents=True, exist_ok=True)
    _sync(path)
    path.replace(target)
    for folder in (target.parent, target.parent.parent, root()):
        _sync(folder)
    return place


def sweep_workbenches(*, now: datetime) -> int:
    """Remove the folders that a killed upload left. Returns how many."""
    old = [
        path for path in (root() / "incoming").glob("*") if _is_older(path, now - LEFTOVER_AFTER)
    ]
    for path in old:
        shutil.rmtree(path, ignore_errors=True)
    return len(old)


def stored_before(moment: datetime) -> Iterator[Path]:
    """Every file put away before `moment` (aware); same bytes put again count as new."""
    return (path for path in root().glob("??/??/*") if _is_older(path, moment))


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:
        return False


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
