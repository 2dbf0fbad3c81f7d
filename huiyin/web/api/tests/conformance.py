"""A pytest plugin (see pyproject.toml): every answer of /api/v1 met in any test is held to its document.

A middleware on the outside of all looks at each answer, whoever asked: a test's client or a browser. What does not
conform fails the test in which it was met.
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

PREFIX = "/api/v1/"
NO_OPERATIONS = frozenset({f"{PREFIX}openapi.json", f"{PREFIX}docs"})

found: list[str] = []


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    from django.conf import settings  # noqa: PLC0415 - a plugin is loaded before Django's settings

    settings.MIDDLEWARE = [f"{__name__}.Conformance", *settings.MIDDLEWARE]


@pytest.fixture(autouse=True)
def nonconforming() -> Iterator[list[str]]:
    """What was found in the test so far. Empties the list afterwards and fails for what stands in it."""
    found.clear()
    yield found
    left = list(found)
    found.clear()
    assert not left, "\n".join(left)


class Conformance:
    """Stands outside of all other middleware, in tests alone."""

    def __init__(self, answer: "Callable[[HttpRequest], HttpResponseBase]") -> None:
        self.answer = answer

    def __call__(self, request: "HttpRequest") -> "HttpResponseBase":
        response = self.answer(request)
        if request.path.startswith(PREFIX) and request.path not in NO_OPERATIONS:
            found.extend(faults(str(request.method), request.path, response))
        return response


def faults(method: str, path: str, response: "HttpResponseBase") -> list[str]:
    """What in an answer the document does not say, each with the operation and the status."""
    from huiyin.web.api.tests.contract import contract  # noqa: PLC0415 - needs the apps

    body = b"" if response.streaming else getattr(response, "content", b"")
    said = contract().faults(
        method, path, response.status_code, dict(response.headers.items()), body
    )
    return [f"{method} {path} {response.status_code}: {fault}" for fault in said]
