"""Files: what they are, and where their bytes are fetched."""

from typing import TYPE_CHECKING, Literal

from django.urls import reverse

from huiyin.web.api.shapes.parts import In, Moment, Out

if TYPE_CHECKING:
    from huiyin.cases.models import CaseFile
    from huiyin.ground.files.models import StoredFile
    from huiyin.groups.queries import FileFacts


def content_address(file_id: int) -> str:
    """Where the bytes are, for the same key or session that reads this."""
    return reverse("api-1:content_of_file", args=[file_id])


class FileOut(Out):
    """A stored file. seconds: length of voice and video; width, height: pixels. `?size=thumb` gives a 480 px JPEG."""

    id: int
    kind: Literal["picture", "voice", "video"]
    mime: str
    size: int
    width: int | None
    height: int | None
    seconds: float | None
    at: Moment
    content: str

    @classmethod
    def of(cls, file: "StoredFile") -> "FileOut":
        names = ("id", "kind", "mime", "size", "width", "height", "seconds", "at")
        facts = {name: getattr(file, name) for name in names}
        return cls(**facts, content=content_address(file.pk))


class SaidFileOut(Out):
    """A file in a message."""

    id: int
    kind: Literal["picture", "voice", "video"]
    mime: str
    width: int | None
    height: int | None
    seconds: float | None
    content: str

    @classmethod
    def of(cls, file: "FileFacts") -> "SaidFileOut":
        return cls.model_validate({**vars(file), "content": content_address(file.id)})


class HangingFileOut(Out):
    """A file of a case: what was reported, or the proof of what was done."""

    id: int
    is_proof: bool
    is_public: bool
    at: Moment
    content: str

    @classmethod
    def of(cls, file: "CaseFile") -> "HangingFileOut":
        return cls(
            id=file.file_id,
            is_proof=file.is_proof,
            is_public=file.is_public,
            at=file.at,
            content=content_address(file.file_id),
        )


class ContentQuery(In):
    size: Literal["full", "thumb"] = "full"
