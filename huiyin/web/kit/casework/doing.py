"""How what a form asks for is handed to the action: one function for each act, and `plain` for most."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from huiyin.cases import actions
from huiyin.cases.actions.joining import Part
from huiyin.cases.rules.words import Outcome, Supervision, TellChannel
from huiyin.escalation.rules import Urgency
from huiyin.web.kit.requests import SignedIn

if TYPE_CHECKING:
    from huiyin.cases.models import Case


def accept(_request: SignedIn, _form: Any, asked: dict[str, Any]) -> "Case":
    return actions.accept(**asked)


def note(request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    said, file_ids = form.cleaned_data, form.take_files(request)
    return actions.note(text=said["text"], is_public=said["is_public"], file_ids=file_ids, **asked)


def answer_now(request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    said, file_ids = form.cleaned_data, form.take_files(request)
    return actions.answer_now(
        text=said["text"],
        outcome=Outcome(said["outcome"]),
        channel=TellChannel(said["channel"]),
        proof=said["proof"],
        file_ids=file_ids,
        **asked,
    )


def submit_result(request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    said, file_ids = form.cleaned_data, form.take_files(request)
    return actions.submit_result(
        text=said["text"],
        outcome=Outcome(said["outcome"]),
        measures=said["measures"],
        review_on=said["review_on"],
        file_ids=file_ids,
        **asked,
    )


def tell(_request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    said = form.cleaned_data
    return actions.tell(
        channel=TellChannel(said["channel"]),
        person_id=said.get("person") or None,
        proof=said["proof"],
        reached=said["reached"],
        **asked,
    )


def reply(request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    file_ids = form.take_files(request)
    return actions.reply_as_reporter(text=form.cleaned_data["text"], file_ids=file_ids, **asked)


def split(_request: SignedIn, form: Any, asked: dict[str, Any]) -> "list[Case]":
    parts = [Part(text, category) for text, category in form.parts]
    return actions.split(parts=parts, **asked)


def raise_urgency(_request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    said = form.cleaned_data
    return actions.raise_urgency(urgency=Urgency(said["urgency"]), reason=said["reason"], **asked)


def supervise(_request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    said = form.cleaned_data
    return actions.supervise(level=Supervision(said["level"]), text=said["text"], **asked)


def end_supervision(_request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    return actions.supervise(level=Supervision.NONE, text=form.cleaned_data["text"], **asked)


def recategorise(_request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
    return actions.recategorise(category=form.code, **asked)


def plain(act: Callable[..., "Case"]) -> Callable[[SignedIn, Any, dict[str, Any]], "Case"]:
    """An act whose form's fields are its arguments."""

    def do(_request: SignedIn, form: Any, asked: dict[str, Any]) -> "Case":
        return act(**form.arguments, **asked)

    return do
