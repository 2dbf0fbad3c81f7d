"""The OpenAPI document of the interface: what the framework finds, and what every operation may be answered with."""

from functools import cache
from http import HTTPStatus
from typing import Any

from huiyin.people.rules import Scope
from huiyin.web.api.operations import SCOPE
from huiyin.web.api.site import api
from huiyin.web.kit.problems import MEDIA_TYPE

UNSAFE = frozenset({"post", "put", "patch", "delete"})
BYTES = ("image/jpeg", "image/png", "image/webp", "image/gif")
PLAYED = ("audio/mp4", "audio/ogg", "audio/webm", "audio/mpeg", "video/mp4", "video/webm")
PROBLEM = {
    "type": "object",
    "description": "RFC 9457. `detail` is a sentence for the person; `errors` names the fields at fault.",
    "required": ["type", "title", "status", "detail", "instance"],
    "additionalProperties": False,
    "properties": {
        "type": {"type": "string", "pattern": "^/problems/[a-z-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "minLength": 1},
        "instance": {"type": "string", "pattern": "^/"},
        "errors": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["field", "detail"],
                "additionalProperties": False,
                "properties": {
                    "field": {
                        "type": "string",
                        "description": "JSON pointer in the body, or the name of a parameter.",
                    },
                    "detail": {"type": "string", "minLength": 1},
                },
            },
        },
    },
    "examples": [
        {
            "type": "/problems/conflict",
            "title": "Conflict",
            "status": 409,
            "detail": "这件事现在是“办结”，不能再“受理”。请刷新后查看最新进展。",
            "instance": "/api/v1/cases/7300000000000001/accept",
        }
    ],
}
RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "required": True}}
HEADERS = {
    401: {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}},
    429: RETRY_AFTER,
    503: RETRY_AFTER,
}
SCHEMES = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": f"A key from `huiyin key create`. Scopes: {', '.join(Scope)}.",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sessionid",
        "description": "The session of a browser. Unsafe requests carry X-CSRFToken.",
    },
}


@cache
def document() -> dict[str, Any]:
    """The document as it is served. Built once; nobody changes it."""
    made: dict[str, Any] = {**api.get_openapi_schema()}
    made["components"] = {
        "schemas": {**made["components"]["schemas"], "Problem": PROBLEM},
        "securitySchemes": SCHEMES,
    }
    for path, methods in made["paths"].items():
        for method, described in methods.items():
            _complete(path, method, described)
    return made


def _complete(path: str, method: str, described: dict[str, Any]) -> None:
    """Say of one operation who may come in and every problem it may be answered with."""
    scope = described[SCOPE]
    described["security"] = [{"key": [scope]}, {"session": []}] if scope else []
    described["responses"] = {str(code): made for code, made in described["responses"].items()}
    if path.endswith("/content"):
        described["responses"] = _bytes_responses()
    for status in _refusals(path, method, described):
        described["responses"][str(status)] = _problem_response(status)


def _refusals(path: str, method: str, described: dict[str, Any]) -> list[int]:
    """The statuses of its problems. Every address may be asked wrongly, or while the database is away; what writes may find anything gone or changed."""
    found = {422, 503}
    if described[SCOPE]:
        found |= {401, 403, 429}
    if "{" in path or method in UNSAFE or path.endswith("/nodes"):
        found.add(404)
    if method in UNSAFE:
        found.add(409)
    if "requestBody" in described:
        found |= {400, 413, 415}
    return sorted(found)


def _problem_response(status: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    return made | ({"headers": HEADERS[status]} if status in HEADERS else {})


def _bytes_responses() -> dict[str, Any]:
    content = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in BYTES + PLAYED}
    return {
        "200": {"description": "The whole", "content": content},
        "206": {"description": "The range asked for", "content": content},
        "416": {"description": "The range lies outside the file"},
    }


def operations() -> list[tuple[str, str, dict[str, Any]]]:
    """Every operation as (method, path, description), in the order of the document."""
    return [
        (method.upper(), path, described)
        for path, methods in document()["paths"].items()
        for method, described in methods.items()
    ]


def schema_of(name: str) -> dict[str, Any]:
    """A named schema of the document."""
    found: dict[str, Any] = document()["components"]["schemas"][name]
    return found


def example_of(described: dict[str, Any]) -> dict[str, Any] | None:
    """The documented example of an operation's body; None where it takes none, or bytes."""
    content = described.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    name = content["schema"]["$ref"].rpartition("/")[2]
    found: dict[str, Any] = schema_of(name)["examples"][0]
    return found
