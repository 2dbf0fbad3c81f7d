"""Files: sent in, described, fetched."""

from django.http.response import HttpResponseBase
from ninja import File, Query, Router
from ninja.files import UploadedFile

from huiyin.ground.files import queries as files
from huiyin.ground.files.actions import store_upload
from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Scope, Viewer
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes.files import ContentQuery, FileOut
from huiyin.web.api.shapes.parts import Id
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.sights import may_see_file
from huiyin.web.kit.views.files import NOT_THERE, content

router = Router(tags=["files"])


@operation(router, "POST", "/files", scope=Scope.WRITE_FILES, answers=FileOut, status=201)
def upload_file(request: SignedIn, file: File[UploadedFile]) -> FileOut:
    """Send a picture, a voice or a short video

    Checked by what it contains; pictures, voices and videos are kept without their metadata.
    """
    stored = store_upload(stream=file, person_id=request.viewer.person_id, now=request.now)
    return FileOut.of(stored)


@operation(router, "GET", "/files/{int:file_id}", scope=Scope.READ_FILES, answers=FileOut)
def show_file(request: SignedIn, file_id: Id) -> FileOut:
    """What a file is

    One's own uploads, and what stands in a message or a case that the viewer may see.
    """
    _demand_sight(request.viewer, file_id)
    return FileOut.of(files.file(file_id))


@operation(router, "GET", "/files/{int:file_id}/content", scope=Scope.READ_FILES, answers=None)
def content_of_file(request: SignedIn, file_id: Id, query: Query[ContentQuery]) -> HttpResponseBase:
    """The bytes of a file

    `size=thumb` gives a JPEG of 480 px, of a voice its own bytes. A Range header is answered with 206.
    """
    _demand_sight(request.viewer, file_id)
    return content(request, file_id, is_thumb=query.size == "thumb")


def _demand_sight(viewer: Viewer, file_id: int) -> None:
    if not may_see_file(viewer, file_id):
        raise NotThere(NOT_THERE)
