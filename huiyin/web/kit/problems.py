"""Refusals for machines: problem documents as RFC 9457 has them. The pages and /api/v1 share them."""

from http import HTTPStatus
from typing import TypedDict

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext

from huiyin.lib.refusal import Refused, TooMany

MEDIA_TYPE = "application/problem+json"


class FieldError(TypedDict):
    """One fault of one field; `field` is its name as it was sent."""

    field: str
    detail: str


class Problem(TypedDict, total=False):
    """RFC 9457 plus `errors` (faults per field) and `reference` (what to quote to the operator)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError]
    reference: str


def problem_of(refusal: Refused, *, instance: str = "") -> Problem:
    """Say a refusal as a problem document. `type` is its slug, `detail` the sentence for the person."""
    return problem(refusal.status, slug=refusal.slug, detail=refusal.sentence, instance=instance)


def problem(status: int, *, slug: str, detail: str, instance: str = "") -> Problem:
    """status: HTTP. slug: lower-case words with hyphens. detail: a sentence, translated here."""
    made = Problem(
        type=f"/problems/{slug}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=gettext(detail) if detail else "",
    )
    if instance:
        made["instance"] = instance
    return made


def problem_response(made: Problem) -> JsonResponse:
    return JsonResponse(
        made,
        status=made["status"],
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


def refusal_response(request: HttpRequest, refusal: Refused) -> JsonResponse:
    """The whole answer of a machine's request that was refused, Retry-After included."""
    response = problem_response(problem_of(refusal, instance=request.path))
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after_s)
    return response
