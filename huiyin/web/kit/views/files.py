"""The bytes of a picture, voice or video, to whoever holds a link made for them and may still see what it hangs on."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from huiyin.ground.files import queries as files
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people.rules import Viewer
from huiyin.web.kit.links import is_good_link
from huiyin.web.kit.refusals import refused
from huiyin.web.kit.requests import Asked
from huiyin.web.kit.sights import may_see_file

CHUNK_BYTES = 64 * 1024
KEEP_S = 6 * 3600
ONE_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
NOT_THERE = gettext_noop("没有找到这个文件，或者链接已经过期。请回到原来的页面重新打开。")
ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/webm": "weba",
    "audio/mpeg": "mp3",
    "video/mp4": "mp4",
    "video/webm": "webm",
}


@require_safe
def file(request: Asked, file_id: int) -> HttpResponseBase:
    try:
        return _answer(request, file_id)
    except Refused as refusal:
        return refused(request, refusal)


def _answer(request: Asked, file_id: int) -> HttpResponseBase:
    viewer = request.viewer
    token = request.GET.get("s", "")
    if viewer is None or not _is_theirs(token, file_id, viewer, request.now):
        raise NotThere(NOT_THERE)
    return content(request, file_id, is_thumb=request.GET.get("v") == "thumb")


def _is_theirs(token: str, file_id: int, viewer: Viewer, now: datetime) -> bool:
    """The seal first: it costs no question."""
    is_sealed = is_good_link(token, file_id=file_id, person_id=viewer.person_id, now=now)
    return is_sealed and may_see_file(viewer, file_id)


def content(request: HttpRequest, file_id: int, *, is_thumb: bool) -> HttpResponseBase:
    """The bytes of a file, or the range asked for. The right to see it was asked by the caller."""
    stored = files.file(file_id)
    mime = "image/jpeg" if is_thumb and stored.thumb_path else stored.mime
    source = files.open_file(file_id, is_thumb=is_thumb)
    response = ranged(source, request.headers.get("Range", ""))
    response.headers["Content-Type"] = mime
    response.headers["Content-Disposition"] = (
        f'inline; filename="{file_id}.{ENDINGS.get(mime, "bin")}"'
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = f"private, max-age={KEEP_S}, immutable"
    response.headers["Accept-Ranges"] = "bytes"
    # even if a browser took it for a page, it could do nothing
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def ranged(source: BinaryIO, wanted: str) -> HttpResponseBase:
    """Answer the whole of a file or the one range asked for (phones play nothing without). Takes over `source`."""
    size = source.seek(0, 2)
    span = byte_span(wanted, size)
    if span is None:
        source.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = span
    if last - first + 1 == size and not wanted:
        source.seek(0)
        return FileResponse(source)
    response = StreamingHttpResponse(_chunks(source, first, last), status=206)
    response.headers["Content-Length"] = str(last - first + 1)
    response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def byte_span(wanted: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a Range header; the whole when it is empty or of a kind we do not serve.

    None when it lies outside the file.
    """
    match = ONE_RANGE.fullmatch(wanted)
    if match is None or match[0] == "bytes=-":
        return 0, size - 1
    if not match[1]:
        return (max(0, size - int(match[2])), size - 1) if int(match[2]) else None
    first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    return (first, last) if first <= last else None


def _chunks(source: BinaryIO, first: int, last: int) -> Iterator[bytes]:
    with source:
        source.seek(first)
        left = last - first + 1
        while left and (chunk := source.read(min(CHUNK_BYTES, left))):
            left -= len(chunk)
            yield chunk
