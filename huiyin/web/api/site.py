"""The interface itself: its operations, how it reads, how it refuses."""

from typing import Any

from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from huiyin.lib.refusal import Refused
from huiyin.web.api.faults import answer_faults, answer_refusal, answer_unreadable
from huiyin.web.api.reading import StrictParser
from huiyin.web.api.views import acts, cases, files, groups, live, me, messages, places

DESCRIPTION = (
    "What programs do in Huiyin, by the same rules as the pages. Ids are whole numbers below 2^53; times are ISO 8601 "
    "with an offset; unknown fields and parameters are refused; refusals are RFC 9457 problem documents."
)


class PlainJson(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Huiyin 回音",
    version="1",
    description=DESCRIPTION,
    openapi_url=None,
    docs_url=None,
    parser=StrictParser(),
    renderer=PlainJson(),
)
for module in (me, places, cases, acts, groups, messages, live, files):
    api.add_router("", module.router)
HANDLERS: dict[type[Exception], Any] = {
    Refused: answer_refusal,
    ValidationError: answer_faults,
    HttpError: answer_unreadable,
}
for kind, handler in HANDLERS.items():
    api.add_exception_handler(kind, handler)
