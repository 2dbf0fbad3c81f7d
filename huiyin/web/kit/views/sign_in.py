"""Coming in and going out, and how this browser reads."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.people import queries as people
from huiyin.people.actions import set_elder_mode, set_locale
from huiyin.people.rules import ADMINISTRATORS, Role, Viewer
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form, form_page
from huiyin.web.kit.middleware import MODE_COOKIE, THEME_COOKIE, THEMES
from huiyin.web.kit.requests import Asked

if TYPE_CHECKING:
    from huiyin.people.models import Account

MODES = frozenset({"elder", "standard"})
YEAR_S = 365 * 24 * 3600
# who looks over an area starts at the work list; who stands in the grid starts at the inbox
COMMAND_ROLES = frozenset({Role.SECRETARY, Role.STREET_GRID_CENTRE, Role.COUNTY_COMMAND})


class SignInForm(Form):
    username = forms.CharField(
        label=gettext_lazy("用户名"),
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=gettext_lazy("密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@edge
def sign_in(request: Asked) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if form.is_valid():
        account = authenticate(
            request,
            username=form.cleaned_data["username"],
            password=form.cleaned_data["password"],
        )
        if account is not None:
            return enter(request, account)
        # one sentence for every cause, so that it tells nobody which names exist
        form.add_error(None, gettext("用户名或密码不对，请核对后再试一次。"))
    return form_page(request, "kit/sign_in.html", form, {"next": next_address(request)})


def enter(request: Asked, account: "Account") -> HttpResponse:
    """Begin a session and go where the person was going, else to where their work begins."""
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    person_id = account.person_id
    viewer = people.viewer_of(person_id, at=request.now) if person_id is not None else None
    response = HttpResponseRedirect(next_address(request) or home_of(viewer))
    if viewer is not None:
        _remember(request, response, MODE_COOKIE, "elder" if viewer.is_elder_mode else "standard")
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, viewer.locale)
    return response


def home_of(viewer: Viewer | None) -> str:
    """Where a person's work begins."""
    if viewer is None or not viewer.is_staff:
        return "/"
    if viewer.roles & ADMINISTRATORS:
        return "/office/"
    return "/command/" if viewer.roles & COMMAND_ROLES else "/officer/"


@require_POST
@edge
def sign_out(request: Asked) -> HttpResponse:
    logout(request)
    return HttpResponseRedirect("/sign-in/")


@require_POST
@edge
def preferences(request: Asked) -> HttpResponse:
    """Language, elder mode and theme of this browser; the first two go with the person, wherever they sign in."""
    response = HttpResponseRedirect(next_address(request) or "/")
    sent = request.POST
    if sent.get("theme") in THEMES:
        _remember(request, response, THEME_COOKIE, sent["theme"])
    if sent.get("mode") in MODES:
        _remember(request, response, MODE_COOKIE, sent["mode"])
        if request.viewer:
            set_elder_mode(
                person_id=request.viewer.person_id, is_on=sent["mode"] == "elder", now=request.now
            )
    if sent.get("language") in dict(settings.LANGUAGES):
        _remember(request, response, settings.LANGUAGE_COOKIE_NAME, sent["language"])
        if request.viewer:
            set_locale(person_id=request.viewer.person_id, locale=sent["language"], now=request.now)
    return response


def _remember(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR_S, samesite="Lax", httponly=True, secure=request.is_secure()
    )


def next_address(request: HttpRequest) -> str:
    """Where the person wanted to go, if that is one of our pages; else empty."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""
