"""Pages that exist for the tests alone: one act, refused in every way."""

from django import forms
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused, TooMany
from huiyin.people.actions import set_elder_mode
from huiyin.people.rules import Role
from huiyin.web.kit.edges import (
    edge,
    role_required,
    second_factor_required,
    signed_in_required,
    staff_required,
)
from huiyin.web.kit.forms import VersionedForm, form_page, refusals_in
from huiyin.web.kit.requests import Asked, SignedIn

REFUSALS: dict[str, Refused] = {
    "refused": Refused("今天已经催办过一次，请明天再来。"),
    "conflict": Conflict("这件事刚刚有了变化，请看一下最新的情况。"),
    "not-allowed": NotAllowed("只有承办的人可以这样做。"),
    "not-there": NotThere("没有找到这件事。"),
    "too-many": TooMany("太快了，请稍等。", retry_after_s=30),
}


class WordsForm(VersionedForm):
    text = forms.CharField(label="想说什么", max_length=20)


@edge
@signed_in_required
def write_then_refuse(request: SignedIn, how: str) -> HttpResponse:
    """Writes something, then refuses: nothing of it may stay."""
    set_elder_mode(person_id=request.viewer.person_id, is_on=True, now=request.now)
    raise REFUSALS[how]


@edge
def say(request: Asked, how: str) -> HttpResponse:
    form = WordsForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            if how in REFUSALS:
                raise REFUSALS[how]
            return HttpResponseRedirect(f"/said/{form.key}/{form.cleaned_data['version']}/")
    return form_page(request, "kit_tests/say.html", form, part="kit_tests/say_form.html")


@edge
@staff_required
def for_staff(request: SignedIn) -> HttpResponse:
    return HttpResponse(request.viewer.name)


@edge
@role_required(Role.SECRETARY)
def for_secretaries(request: SignedIn) -> HttpResponse:
    return HttpResponse(request.viewer.name)


@edge
@staff_required
@second_factor_required
def exports(request: SignedIn) -> HttpResponse:
    return HttpResponse(request.viewer.name)


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours, with a secret in it")


def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [
    path("write/<str:how>/", write_then_refuse),
    path("say/<str:how>/", say),
    path("staff/", for_staff),
    path("secretaries/", for_secretaries),
    path("exports/", exports),
    path("broken/", broken),
    path("away/", away),
    path("", include("huiyin.web.kit.urls")),
]
handler400 = "huiyin.web.kit.views.errors.bad_request"
handler403 = "huiyin.web.kit.views.errors.permission_denied"
handler404 = "huiyin.web.kit.views.errors.not_found"
handler500 = "huiyin.web.kit.views.errors.server_error"
