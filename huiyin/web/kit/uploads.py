"""Pictures, videos and voices that come with a form."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from huiyin.ground.files.actions import store_upload
from huiyin.lib.refusal import Refused
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import SignedIn

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.utils.datastructures import MultiValueDict

    Upload = UploadedFile[bytes]

MOST_FILES = 9
SEEN = "image/*,video/*"
HEARD = "audio/*"
# beyond any id of ours: a longer number in an address is nobody's
MOST_DIGITS = 16


def number(text: str | None) -> int | None:
    """A number of the address or of a hidden field; None for anything else somebody may have written there."""
    if text and text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS:
        return int(text)
    return None


def resent(form: forms.Form, name: str, value: str) -> None:
    """Have a form that was sent be shown with another value in a hidden field."""
    data = QueryDict(mutable=True)
    for key in form.data:
        values = form.data.getlist(key) if hasattr(form.data, "getlist") else [form.data[key]]
        data.setlist(key, values)
    data[name] = value
    form.data = data


class FileInput(forms.FileInput):
    """One or several files; the name is what the kit draws files by."""

    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, Upload]", name: str
    ) -> "list[Upload]":
        return files.getlist(name) if hasattr(files, "getlist") else []


class Files(forms.FileField):
    """What was chosen, as a list; what a file really is, the store finds out."""

    widget = FileInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        return list(data or [])


class WithPhotos(Form):
    """A form with pictures and videos. What was received once need not be sent again after an error.

    kept: ids of the person's uploads, in the order they came.
    """

    kept = forms.CharField(widget=forms.HiddenInput, required=False)
    photos = Files(
        label=gettext_lazy("照片或视频"),
        required=False,
        widget=FileInput({"accept": SEEN, "multiple": True}),
    )

    @property
    def kept_ids(self) -> list[int]:
        sent = str(self.data.get("kept", "")) if self.is_bound else ""
        ids = [number(part) for part in sent.split(",")]
        return [each for each in ids if each is not None][:MOST_FILES]

    def take_files(self, request: SignedIn) -> list[int]:
        """Store what came with the form and return all its files. Raises Refused for one that is not taken."""
        came: list[Upload] = [
            each
            for name, field in self.fields.items()
            if isinstance(field, Files)
            for each in self.cleaned_data[name]
        ]
        ids = self.kept_ids
        if len(ids) + len(came) > MOST_FILES:
            raise Refused(gettext("一次最多附上 9 个文件，请分几次说。"))
        try:
            for each in came:
                stored = store_upload(
                    stream=each, person_id=request.viewer.person_id, now=request.now
                )
                ids.append(stored.pk)
        finally:
            resent(self, "kept", ",".join(map(str, ids)))
        return ids


class WithFiles(WithPhotos):
    """The same, and a voice."""

    voice = Files(label=gettext_lazy("语音"), required=False, widget=FileInput({"accept": HEARD}))


class SayForm(Form):
    """The composer of a talk. One file a message."""

    text = forms.CharField(
        label=gettext_lazy("说点什么"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 1}),
    )
    file = forms.FileField(
        label=gettext_lazy("照片、语音或视频"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": f"{SEEN},{HEARD}"}),
    )
    reply_to = forms.CharField(widget=forms.HiddenInput, required=False)
    # the post to speak for, where one was chosen among several; empty for the usual one
    as_post = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def reply_to_id(self) -> int | None:
        return self._id_in("reply_to")

    @property
    def as_post_id(self) -> int | None:
        return self._id_in("as_post")

    def _id_in(self, field: str) -> int | None:
        sent = self[field].value()
        return number(str(sent) if sent else "")
