"""What every form of an act on a case begins with, and those of a few words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy

from huiyin.cases.queries.detail import CaseDetail
from huiyin.escalation.rules import Policy
from huiyin.people.rules import Viewer
from huiyin.web.kit.casework.fields import words_field
from huiyin.web.kit.forms import VersionedForm

MACHINERY = frozenset({"client_key", "version", "kept", "photos"})


@dataclass(frozen=True)
class Desk:
    """What a form is about."""

    detail: CaseDetail
    policy: Policy
    viewer: Viewer
    now: datetime


class CaseForm(VersionedForm):
    """An act on a case. Without fields of its own it is one button."""

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.fields["version"].initial = desk.detail.case.version
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the case."""

    @property
    def arguments(self) -> dict[str, Any]:
        """What was filled in, by the names of the action's arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MACHINERY}


class ReasonForm(CaseForm):
    reason = words_field(gettext_lazy("原因"))


class WordsForm(CaseForm):
    text = words_field(gettext_lazy("内容"))


class OptionalWordsForm(CaseForm):
    text = words_field(gettext_lazy("说明"), rows=2, is_needed=False)


class QuestionForm(CaseForm):
    question = words_field(gettext_lazy("想问什么"))
