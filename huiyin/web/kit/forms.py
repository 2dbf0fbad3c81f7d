"""Forms that keep what was typed, are harmless to send twice, and can carry a refusal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from huiyin.lib.refusal import NotThere, Refused, TooMany
from huiyin.web.kit.requests import is_htmx

REQUIRED = gettext_lazy("请填写这一项。")


class Form(forms.Form):
    """Base of our forms. `client_key` is made per rendering and sent back, so a second send does nothing new."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    refusal: Refused | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in self.fields.values():
            # "this field is required" is no way to speak to a neighbour
            if (
                each.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                each.error_messages["required"] = REQUIRED

    @property
    def key(self) -> UUID | None:
        key: UUID | None = self.cleaned_data.get("client_key")
        return key

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows this form."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.is_bound and self.errors else 200


class VersionedForm(Form):
    """A form on something that others may change meanwhile: sends back the version the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@contextmanager
def refusals_in(form: Form) -> Iterator[None]:
    """Turn a refusal inside the block into an error of the form, beside everything typed.

    One action per block: it undoes itself, what came before it in the view stays (an uploaded picture).
    What is not there stays a 404.
    """
    try:
        yield
    except NotThere:
        raise
    except Refused as refusal:
        form.refusal = refusal
        form.add_error(None, refusal.said(gettext))


def form_page(
    request: HttpRequest,
    template: str,
    form: Form,
    context: Mapping[str, Any] | None = None,
    *,
    part: str = "",
) -> HttpResponse:
    """Show a form, fresh or with its errors and the fitting status.

    part: the template of the form alone, for a script that asked for it.
    """
    chosen = part if part and is_htmx(request) else template
    response = render(request, chosen, {**(context or {}), "form": form}, status=form.status)
    if isinstance(form.refusal, TooMany):
        response.headers["Retry-After"] = str(form.refusal.retry_after_s)
    return response


def client_key_of(request: HttpRequest) -> UUID | None:
    """The client key sent with a form without a class (`{% client_key %}`). Raises Refused when it is none."""
    sent = request.POST.get("client_key", "")
    try:
        return UUID(sent) if sent else None
    except ValueError as error:
        raise Refused("表单不完整，请刷新页面后再试一次。") from error


def version_of(request: HttpRequest) -> int | None:
    """The version sent with a form without a class. Raises Refused when it is no number."""
    sent = request.POST.get("version", "")
    if not sent:
        return None
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise Refused("表单不完整，请刷新页面后再试一次。")
    return int(sent)
