"""The edge of the pages: one durable transaction, refusals as sentences, doors for who may come in."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from huiyin.lib.refusal import NotAllowed, NotThere, Refused
from huiyin.people.rules import Role, Viewer
from huiyin.web.kit import entering
from huiyin.web.kit.refusals import refused
from huiyin.web.kit.requests import Asked, SignedIn, is_htmx

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def edge(view: Callable[Concatenate[Asked, P], HttpResponse]) -> View[P]:
    """Make a view an edge: an unsafe request runs in one durable transaction, a Refused becomes its answer.

    A refusal that leaves the view undoes everything the view did. A view that shows its own form again
    catches it earlier, with `forms.refusals_in`.
    """

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        asked = cast("Asked", request)
        try:
            with durably(request):
                return view(asked, *args, **kwargs)
        except Refused as refusal:
            return refused(asked, refusal)

    return answered


def durably(request: HttpRequest) -> AbstractContextManager[None]:
    """The one durable transaction of an unsafe request; none for a safe one."""
    return nullcontext() if request.method in SAFE else transaction.atomic(durable=True)


def signed_in_required(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """Lead a stranger to sign-in and back. Stands under `@edge`, as the other doors do."""
    return door(view, lambda viewer: None)


def resident_required(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """For residents' pages: anybody signed in, because whoever holds a post lives somewhere too."""
    return door(view, lambda viewer: None)


def staff_required(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """For pages of the service: a resident does not learn that they exist."""

    def check(viewer: Viewer) -> None:
        if not viewer.is_staff:
            raise NotThere("没有找到这个页面。")

    return door(view, check)


def role_required(
    *roles: Role,
) -> Callable[
    [Callable[Concatenate[SignedIn, P], HttpResponse]],
    Callable[Concatenate[Asked, P], HttpResponse],
]:
    """For pages of some posts: other staff read that the page is not theirs, residents find nothing."""

    def check(viewer: Viewer) -> None:
        if not viewer.is_staff:
            raise NotThere("没有找到这个页面。")
        if not viewer.roles.intersection(roles):
            raise NotAllowed("这个页面不属于您的岗位。如需使用，请联系系统管理员。")

    return lambda view: door(view, check)


def door(
    view: Callable[Concatenate[SignedIn, P], HttpResponse], check: Callable[[Viewer], None]
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """A view behind a door: strangers are led to sign-in, `check` refuses whoever may not come in."""

    @wraps(view)
    def guarded(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer is None:
            return to_sign_in(request)
        check(request.viewer)
        return view(cast("SignedIn", request), *args, **kwargs)

    return guarded


def sure_required(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """For what changes an account: whoever is signed in has shown lately who they are, else they do so first."""
    return _confirmed(view, entering.is_sure_now, "sure")


def second_factor_required(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    """For what takes personal data out: a second factor was given in this session, and lately, else it is given first.

    Whoever has none is led to make one. Stands under the door that says who may at all: others do not learn of the page.
    """
    return _confirmed(view, entering.is_confirmed_now, "second")


def _confirmed(
    view: Callable[Concatenate[SignedIn, P], HttpResponse],
    is_confirmed: Callable[[Asked], bool],
    what: str,
) -> Callable[Concatenate[Asked, P], HttpResponse]:
    @wraps(view)
    def guarded(request: Asked, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer is None:
            return to_sign_in(request)
        if not is_confirmed(request):
            return _led_to("kit:confirm", request, {"for": what})
        return view(cast("SignedIn", request), *args, **kwargs)

    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign-in; a part of a page asked for by a script makes the whole page go there."""
    return _led_to("kit:sign_in", request)


def _led_to(page: str, request: HttpRequest, more: Mapping[str, str] | None = None) -> HttpResponse:
    """To a page from which one comes back here."""
    here = request.get_full_path() if request.method in SAFE else request.headers.get("Referer", "")
    asked = {**({"next": here} if here else {}), **(more or {})}
    address = f"{reverse(page)}?{urlencode(asked)}" if asked else reverse(page)
    if is_htmx(request):
        return HttpResponse(status=401, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
