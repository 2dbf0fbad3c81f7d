"""The document as a judge of answers."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from huiyin.web.api.document import document
from huiyin.web.kit.problems import MEDIA_TYPE

formats = FormatChecker(formats=())


@formats.checks("date-time", raises=ValueError)
def _has_offset(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).utcoffset() is not None


@dataclass(frozen=True)
class Contract:
    """The document, with its addresses as patterns."""

    document: Mapping[str, Any]
    addresses: tuple[tuple[re.Pattern[str], str], ...]

    def operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        """The description of an operation; None for a method the address does not take.

        Raises LookupError for an address the document does not know.
        """
        templates = [template for pattern, template in self.addresses if pattern.fullmatch(path)]
        if not templates:
            raise LookupError(path)
        described: Mapping[str, Any] | None = self.document["paths"][templates[0]].get(
            method.lower()
        )
        return described

    def faults(
        self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes
    ) -> Iterator[str]:
        """Say what in an answer is not declared: status, headers, type, shape."""
        try:
            operation = self.operation(method, path)
        except LookupError:
            yield from self._foreign(404, status, headers)
            return
        if operation is None:
            yield from self._foreign(405, status, headers)
            return
        declared = operation["responses"].get(str(status))
        if declared is None:
            yield "the status is not declared"
            return
        for name, described in declared.get("headers", {}).items():
            if described.get("required") and name not in headers:
                yield f"the header {name} is missing"
        yield from self._content_faults(declared.get("content"), headers, body)

    def _foreign(self, expected: int, status: int, headers: Mapping[str, str]) -> Iterator[str]:
        if status != expected:
            yield f"no such operation, {expected} expected"
        elif _type(headers) != MEDIA_TYPE:
            yield "a refusal that is no problem document"

    def _content_faults(
        self, declared: Mapping[str, Any] | None, headers: Mapping[str, str], body: bytes
    ) -> Iterator[str]:
        if declared is None:
            if body:
                yield "a body where none is declared"
            return
        kind = _type(headers)
        if kind not in declared:
            yield f"the type {kind} is not declared"
        elif kind.endswith("json"):
            yield from self._shape_faults(declared[kind]["schema"], json.loads(body.decode()))

    def _shape_faults(self, schema: Mapping[str, Any], value: Any) -> Iterator[str]:
        whole = {**schema, "components": self.document["components"]}
        for error in Draft202012Validator(whole, format_checker=formats).iter_errors(value):
            yield f"{error.json_path}: {error.message[:300]}"


def _type(headers: Mapping[str, str]) -> str:
    return headers.get("Content-Type", "").partition(";")[0].strip()


@cache
def contract() -> Contract:
    """Addresses without parameters come first, so that /cases/counts is not taken for a case."""
    paths = sorted(document()["paths"], key=lambda path: path.count("{"))
    return Contract(
        document=document(),
        addresses=tuple((re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), path) for path in paths),
    )
