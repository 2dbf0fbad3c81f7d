"""A request as the views of Huiyin get it: with the viewer and the one reading of the clock."""

from datetime import datetime
from typing import TypedDict

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from huiyin.people.rules import Viewer

# whoever asks below this address is a program, whatever it says it accepts
MACHINES = "/api/"


class Asked(HttpRequest):
    """Any request that has passed our middleware. `viewer` is None when nobody is signed in."""

    now: datetime
    viewer: Viewer | None
    preferences: "Preferences"


class SignedIn(Asked):
    """A request of somebody signed in: what the guards of `edges` hand on."""

    viewer: Viewer


class Preferences(TypedDict):
    """How this browser reads: kept in cookies, so that a page without a session has them too."""

    mode: str  # "elder" or "standard"
    theme: str  # "light", "dark" or "" for what the device says


def host_of(request: HttpRequest) -> str:
    """The host and port the browser asked for; empty when it is none of ours, which is itself being refused."""
    try:
        return request.get_host()
    except DisallowedHost:
        return ""


def is_htmx(request: HttpRequest) -> bool:
    """Whether a script asks for a part of a page; going back in the browser asks for the whole."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in headers


def wants_problem(request: HttpRequest) -> bool:
    """Whether a machine asks: it uses the interface for machines, or names JSON and no HTML."""
    if request.path.startswith(MACHINES):
        return True
    accept = request.headers.get("Accept", "")
    return "json" in accept and "html" not in accept
