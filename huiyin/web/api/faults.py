"""What was wrong with a request itself, said for each field in a sentence."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from ninja.errors import HttpError, ValidationError

from huiyin.lib.refusal import NotThere, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.web.api.doors import REALM, NotKnown
from huiyin.web.kit.problems import FieldError, problem_of, problem_response, refusal_response
from huiyin.web.kit.refusals import note_refusal

# by the kind of fault as pydantic names it; the rest is "格式不对"
SENTENCES = {
    "missing": _("缺少这一项。"),
    "extra_forbidden": _("没有这一项，请检查拼写。"),
    "string_too_long": _("太长了，最多 %(max_length)s 个字。"),
    "string_too_short": _("太短了，至少 %(min_length)s 个字。"),
    "too_long": _("太多了，最多 %(max_length)s 个。"),
    "too_short": _("太少了，至少 %(min_length)s 个。"),
    "enum": _("只能是以下之一：%(expected)s。"),
    "literal_error": _("只能是以下之一：%(expected)s。"),
    "greater_than_equal": _("不能小于 %(ge)s。"),
    "less_than_equal": _("不能大于 %(le)s。"),
    "int_parsing": _("请给一个整数。"),
    "int_type": _("请给一个整数。"),
    "int_from_float": _("请给一个整数。"),
    "bool_parsing": _("请给 true 或 false。"),
    "bool_type": _("请给 true 或 false。"),
    "string_type": _("请给一段文字。"),
    "uuid_parsing": _("请给一个 UUID。"),
    "timezone_aware": _("时间要带时区，例如 2026-09-14T12:00:00+08:00。"),
    "datetime_from_date_parsing": _("时间要带时区，例如 2026-09-14T12:00:00+08:00。"),
    "date_from_datetime_parsing": _("请给一个日期，例如 2026-09-14。"),
    "model_attributes_type": _("请给一个 JSON 对象。"),
    "model_type": _("请给一个 JSON 对象。"),
}
WRONG = _("格式不对。")
UNREADABLE = _("请求的内容不是完整的 JSON，请检查后再发送。")
# what every operation takes as one argument of this name
BODY, QUERY = "body", "query"


class Misshapen(Refused):
    """Fields that are missing, unknown or wrong; `errors` says which."""

    slug = "invalid"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(_("请求中有不符合要求的内容，请逐项修改。"))
        self.errors = list(errors)


class NotUnderstood(Refused):
    status = 400
    slug = "bad-request"


def answer_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The problem document of a refusal, with the headers its status asks for."""
    note_refusal(request, refusal)
    if isinstance(refusal, Misshapen):
        made = problem_of(refusal, instance=request.path)
        made["errors"] = refusal.errors
        return problem_response(made)
    response = refusal_response(request, refusal)
    if isinstance(refusal, NotKnown):
        response.headers["WWW-Authenticate"] = REALM
    return response


def answer_faults(request: HttpRequest, found: ValidationError) -> HttpResponse:
    """What the framework found. An address with an id that cannot be is an address of nothing."""
    if any(error["loc"][0] == "path" for error in found.errors):
        return answer_refusal(request, NotThere(_("没有找到，或者您没有权限查看。")))
    return answer_refusal(request, Misshapen([_field_error(error) for error in found.errors]))


def answer_unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    """A body that could not be read: the parser's own refusal where it gave one."""
    cause = error.__cause__
    if isinstance(cause, Refused):
        return answer_refusal(request, cause)
    return answer_refusal(request, NotUnderstood(UNREADABLE))


def _field_error(error: Mapping[str, Any]) -> FieldError:
    return FieldError(field=_field(error["loc"]), detail=_sentence(error))


def _field(loc: Sequence[str | int]) -> str:
    """The JSON pointer of a place in the body; elsewhere the name of the parameter."""
    source, *path = loc
    if path[:1] in ([BODY], [QUERY]):
        path = path[1:]
    if source != BODY:
        return str(path[-1]) if path else ""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _sentence(error: Mapping[str, Any]) -> str:
    sentence = gettext(SENTENCES.get(error["type"], WRONG))
    limits: Mapping[str, Any] = error.get("ctx", {})
    try:
        return sentence % limits
    except KeyError:
        return gettext(WRONG)
