"""What every request gets before a view sees it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.web.kit.live import live_url
from huiyin.web.kit.requests import Preferences

Answer = Callable[[HttpRequest], HttpResponse]

MODE_COOKIE = "huiyin_mode"
THEME_COOKIE = "huiyin_theme"
THEMES = frozenset({"light", "dark"})


class ViewerMiddleware:
    """Reads the clock once and finds out who asks: `request.now`, `request.viewer` (None when signed out).

    Stands after AuthenticationMiddleware. Without a session cookie it costs no query.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        vars(request).update(now=now, viewer=None)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            vars(request).update(viewer=_viewer(request))
        return self.answer(request)


def _viewer(request: HttpRequest) -> Viewer | None:
    person = getattr(request.user, "person", None)
    if person is None:
        return None
    return people.viewer_for(person, at=vars(request)["now"])


class PreferencesMiddleware:
    """Language, elder mode and theme of this browser: `request.preferences`.

    The language is what somebody chose, else Chinese; what the device claims is not asked, because
    shared and second-hand phones of a community say anything.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        vars(request)["preferences"] = preferences(request)
        language = _language(request)
        vars(request)["LANGUAGE_CODE"] = language
        with translation.override(language):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", language)
        return response


def preferences(request: HttpRequest) -> Preferences:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return Preferences(
        mode="elder" if request.COOKIES.get(MODE_COOKIE) == "elder" else "standard",
        theme=theme if theme in THEMES else "",
    )


def _language(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


class ContentSecurityPolicyMiddleware:
    """Scripts, styles and data come from ourselves alone; nothing inline, no frame around us."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", policy(request))
        # the capture sheet needs all three, on our own pages
        response.headers.setdefault(
            "Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self)"
        )
        return response


def policy(request: HttpRequest) -> str:
    live = urlsplit(live_url(request))
    stream = f" {live.scheme}://{live.netloc}" if live.netloc else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"connect-src 'self'{stream}",
            "img-src 'self' blob:",
            "media-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )
