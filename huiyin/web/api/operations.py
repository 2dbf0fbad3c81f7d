"""How a view becomes an operation of the interface: its door, its transaction, its place in the document."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, get_args

from django.http import HttpRequest
from ninja import Router
from pydantic import BaseModel

from huiyin.people.rules import Scope
from huiyin.web.api.doors import Door
from huiyin.web.api.faults import QUERY, SENTENCES, Misshapen
from huiyin.web.kit.edges import durably
from huiyin.web.kit.problems import FieldError

View = TypeVar("View", bound=Callable[..., Any])
# where the document finds what an operation needs
SCOPE = "x-scope"


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    scope: Scope | None,
    answers: type[BaseModel] | None,
    status: int = 200,
    name: str = "",
    summary: str = "",
) -> Callable[[View], View]:
    """Make a view an operation. Its name and docstring are those of the document unless given here.

    scope: what a key must hold; None for what everybody may read. answers: the shape of the answer, None for bytes. A
    view takes the body as `body`, the query as one model called `query`. An unsafe one runs in one durable transaction;
    a refusal undoes it and becomes a problem document. Parameters the query model does not know are refused.
    """

    def register(view: View) -> View:
        title, _, rest = inspect.cleandoc(view.__doc__ or "").partition("\n")
        router.add_api_operation(
            path,
            [method],
            _guarded(view),
            auth=Door(scope) if scope else None,
            response={status: answers},
            operation_id=name or view.__name__,
            summary=summary or title,
            description=rest.strip() or title,
            openapi_extra={SCOPE: scope.value if scope else ""},
        )
        return view

    return register


def _guarded(view: View) -> View:
    known = _query_names(view)

    @wraps(view)
    def guarded(request: HttpRequest, **values: Any) -> Any:
        if unknown := [name for name in request.GET if name not in known]:
            sentence = SENTENCES["extra_forbidden"]
            raise Misshapen([FieldError(field=name, detail=sentence) for name in unknown])
        with durably(request):
            return view(request, **values)

    return guarded  # type: ignore[return-value]  # the same arguments by name, as the framework calls it


def _query_names(view: Callable[..., Any]) -> frozenset[str]:
    parameter = inspect.signature(view).parameters.get(QUERY)
    if parameter is None:
        return frozenset()
    model: type[BaseModel] = get_args(parameter.annotation)[0]
    return frozenset(model.model_fields)
