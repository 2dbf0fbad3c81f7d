"""What every request gets before a view sees it."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation

from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.web.kit.entering import say_why_it_ended, stands
from huiyin.web.kit.hats import worn
from huiyin.web.kit.live import live_url
from huiyin.web.kit.requests import Preferences

Answer = Callable[[HttpRequest], HttpResponse]

MODE_COOKIE = "huiyin_mode"
THEME_COOKIE = "huiyin_theme"
THEMES = frozenset({"light", "dark"})
WORDS = ("text/", "application/json", "application/problem+json", "image/svg+xml")


class ViewerMiddleware:
    """Reads the clock once and finds out who asks: `request.now`, `request.viewer` (None when signed out).

    Stands after AuthenticationMiddleware and MessageMiddleware. Without a session cookie it costs no query, and whether a
    session still stands is said by the session itself.
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
    now = vars(request)["now"]
    if not request.user.is_authenticated:
        # a session that is gone: whoever held it is told why
        if request.session.is_empty():
            say_why_it_ended(request)
        return None
    person = getattr(request.user, "person", None)
    if person is None or not stands(request, now):
        return None
    return worn(request, people.viewer_for(person, at=now))


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


class CompressionMiddleware(GZipMiddleware):
    """Pages and answers of the API travel compressed. Pictures, voices and videos are so already and stay as they are.

    The length of a compressed page may give away a secret that stands beside words of an attacker (BREACH). The secret of
    a form is masked anew in every page, Django pads each page by a random length, and the cookie of the session is
    SameSite=Lax, so that no other site makes a browser fetch our pages unseen.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.streaming or not response.headers.get("Content-Type", "").startswith(WORDS):
            return response
        return super().process_response(request, response)
