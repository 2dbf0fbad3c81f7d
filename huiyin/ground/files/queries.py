"""Finding stored files and opening their bytes. Who may see one, the thing it hangs on decides, not the file."""

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from huiyin.ground.files import store
from huiyin.ground.files.models import StoredFile
from huiyin.lib.refusal import NotThere


def file(file_id: int) -> StoredFile:
    """Return the row. Raises NotThere."""
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotThere(_("没有这个文件。"))
    return found


def own_file(file_id: int, *, person_id: int) -> StoredFile:
    """Return a file that this person uploaded. Raises NotThere for any other."""
    found = StoredFile.objects.filter(pk=file_id, uploaded_by_id=person_id).first()
    if found is None:
        raise NotThere(_("没有这个文件。"))
    return found


def files(file_ids: list[int]) -> dict[int, StoredFile]:
    """Return the rows that exist, by id, in one query."""
    return StoredFile.objects.in_bulk(file_ids)


def disk_path(stored: StoredFile, *, is_thumb: bool = False) -> Path:
    """Where the bytes lie, for a web server that sends them itself. A voice has no thumbnail: its own bytes."""
    return store.root() / ((is_thumb and stored.thumb_path) or stored.path)


def open_file(file_id: int, *, is_thumb: bool = False) -> BinaryIO:
    """Open the bytes (of the 480 px JPEG with is_thumb); the caller closes. Raises NotThere."""
    try:
        return disk_path(file(file_id), is_thumb=is_thumb).open("rb")
    except FileNotFoundError as missing:
        raise NotThere(_("没有这个文件。")) from missing


def is_kept(sha256: str) -> bool:
    """Tell whether bytes with this hash belong to a row."""
    return StoredFile.objects.filter(sha256=sha256).exists()


def files_of(person_id: int) -> list[StoredFile]:
    """What a person uploaded, oldest first."""
    return list(StoredFile.objects.filter(uploaded_by_id=person_id).order_by("id"))


def stored_before(moment: datetime) -> list[int]:
    """The ids of what was stored before a moment."""
    return list(StoredFile.objects.filter(at__lt=moment).values_list("pk", flat=True))
