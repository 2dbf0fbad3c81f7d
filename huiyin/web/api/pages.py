"""The document for programs, and the same for people."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.web.api.document import document, example_of, operations
from huiyin.web.api.operations import SCOPE


@dataclass(frozen=True)
class Shown:
    """An operation as the reference page shows it. answers: status and shape of each answer that is no problem."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    parameters: list[dict[str, Any]]
    example: str
    answers: list[tuple[str, str]]
    problems: list[str]


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    chapters: dict[str, list[Shown]] = {}
    for method, path, described in operations():
        chapters.setdefault(described["tags"][0], []).append(_shown(method, path, described))
    return render(
        request, "api/reference.html", {"chapters": chapters, "about": document()["info"]}
    )


def _shown(method: str, path: str, described: dict[str, Any]) -> Shown:
    responses, sent = described["responses"], example_of(described)
    return Shown(
        id=described["operationId"],
        method=method,
        path=path,
        summary=described["summary"],
        description=described["description"],
        scope=described[SCOPE],
        parameters=described["parameters"],
        example=json.dumps(sent, ensure_ascii=False, indent=2) if sent else "",
        answers=[(code, _shape(found)) for code, found in responses.items() if code < "400"],
        problems=[code for code in responses if code >= "400"],
    )


def _shape(response: dict[str, Any]) -> str:
    """The name of the schema of an answer; empty for bytes."""
    content = response.get("content", {}).get("application/json", {})
    name: str = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    return name
