"""Coming in and going out, and how this browser reads."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.ground import sms
from huiyin.people.actions import set_elder_mode, set_locale
from huiyin.people.rules import ADMINISTRATORS, Role, Viewer
from huiyin.sign_in.rules import Step, Way
from huiyin.web.kit import entering
from huiyin.web.kit.door_forms import PhoneForm, SignInForm
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import form_page
from huiyin.web.kit.middleware import MODE_COOKIE, THEME_COOKIE, THEMES
from huiyin.web.kit.requests import Asked
from huiyin.web.kit.views.proving import locked_until, note_failure, say_locked

if TYPE_CHECKING:
    from huiyin.people.models import Account

MODES = frozenset({"elder", "standard"})
YEAR_S = 365 * 24 * 3600
# who looks over an area starts at the work list; who stands in the grid starts at the inbox
COMMAND_ROLES = frozenset({Role.SECRETARY, Role.STREET_GRID_CENTRE, Role.COUNTY_COMMAND})
STEP_PAGES = {
    Step.SECOND: "kit:second",
    Step.PASSWORD: "kit:door_password",
    Step.ENROL: "kit:door_enrol",
}


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@edge
def sign_in(request: Asked) -> HttpResponse:
    form = SignInForm(request.POST or None)
    if form.is_valid():
        account = _known(request, form)
        if account is not None:
            entering.wait_at_the_door(
                request, account, Way.PASSWORD, going_to=next_address(request)
            )
            return go_on(request, account)
    context = {
        "next": next_address(request),
        "phone_form": PhoneForm() if sms.is_available() else None,
    }
    return form_page(request, "kit/sign_in.html", form, context)


def _known(request: Asked, form: SignInForm) -> "Account | None":
    """The account of a name and its password. Else the form says so, in the same words for every cause."""
    username = form.cleaned_data["username"]
    if (until := locked_until(request, username)) is not None:
        say_locked(request, form, until)
        return None
    account = authenticate(request, username=username, password=form.cleaned_data["password"])
    if account is not None:
        return account
    until = note_failure(request, username, Way.PASSWORD)
    if until is not None:
        say_locked(request, form, until)
    else:
        # one sentence for every cause, so that it tells nobody which names exist
        form.add_error(None, gettext("用户名或密码不对，请核对后再试一次。"))
    return None


def go_on(request: Asked, account: "Account") -> HttpResponse:
    """To the next thing somebody at the door owes, or in."""
    waiting = entering.at_the_door(request)
    if waiting is None:
        return redirect("kit:sign_in")
    step = entering.owed(account, waiting, now=request.now)
    if step is not None:
        return redirect(STEP_PAGES[step])
    viewer = entering.let_in(request, account, Way(waiting.way), has_second=waiting.is_second_given)
    return welcome(request, viewer, going_to=waiting.next)


def enter(request: Asked, account: "Account", way: Way) -> HttpResponse:
    """Begin a session that owes nothing more, and go where the person was going, else to where their work begins."""
    viewer = entering.let_in(request, account, way, has_second=way is Way.PASSKEY)
    return welcome(request, viewer, going_to=next_address(request))


def welcome(request: Asked, viewer: Viewer | None, *, going_to: str) -> HttpResponse:
    response = HttpResponseRedirect(going_to or home_of(viewer))
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
    entering.sign_out(request)
    # pictures are kept for hours; cookies stay: they are how large one reads and in which language
    return HttpResponseRedirect("/sign-in/", headers={"Clear-Site-Data": '"cache", "storage"'})


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
