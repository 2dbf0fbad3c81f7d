"""Reading what was sent: JSON in UTF-8, and nothing that cannot be stored."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja.parser import Parser

from huiyin.lib.refusal import Refused, UnsupportedMedia
from huiyin.lib.words import gettext_noop as _
from huiyin.web.api.faults import UNREADABLE, NotUnderstood

JSON = "application/json"
UNSTORABLE = _("内容里有不能保存的字符，请去掉后再发送。")
DEEPEST = 20


class StrictParser(Parser):
    """Raises UnsupportedMedia for another type, NotUnderstood for broken JSON, Refused for what cannot be stored."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        if request.content_type != JSON:
            raise UnsupportedMedia(_("请用 Content-Type: application/json 发送 JSON。"))
        try:
            sent = json.loads(request.body.decode(), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise NotUnderstood(UNREADABLE) from error
        if not isinstance(sent, dict):
            raise NotUnderstood(_("请求的内容必须是一个 JSON 对象。"))
        demand_storable(_texts(sent, DEEPEST))
        return sent

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        demand_storable(value for value in data.values() if isinstance(value, str))
        return super().parse_querydict(data, list_fields, request)


def demand_storable(texts: Iterable[str]) -> None:
    """Refuse what PostgreSQL keeps in no text: NUL and halves of characters."""
    for text in texts:
        if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
            raise Refused(UNSTORABLE)


def _texts(value: Any, depth: int) -> Iterator[str]:
    if depth == 0:
        raise NotUnderstood(_("请求的内容嵌套太深。"))
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner, depth - 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, depth - 1)


def _refuse_constant(name: str) -> None:
    """NaN and Infinity are JavaScript's, not JSON's."""
    raise ValueError(name)
