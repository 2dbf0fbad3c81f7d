"""Dates that are promised and asked for."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.lib.times import clock_words, local
from huiyin.web.kit.casework.fields import words_field
from huiyin.web.kit.casework.forms.base import CaseForm

END_OF_DAY = 18


class MomentField(forms.DateTimeField):
    """A moment in the zone of the service, chosen with the phone's own picker."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


def _evening(now: datetime, *, days: int) -> datetime:
    """18:00 some days from now."""
    there = local(now) + timedelta(days=days)
    return there.replace(hour=END_OF_DAY, minute=0, second=0, microsecond=0)


class PromiseForm(CaseForm):
    promised_at = MomentField(label=gettext_lazy("最迟什么时候答复"))
    reason = words_field(gettext_lazy("说明"), rows=2, is_needed=False)

    def prepare(self) -> None:
        case, now = self.desk.detail.case, self.desk.now
        limit = case.handle_due_at if case.handle_due_at else case.due_at
        field = self.fields["promised_at"]
        evening = _evening(now, days=0 if local(now).hour < END_OF_DAY else 1)
        field.initial = min(evening, limit) if limit and limit > now else evening
        if limit:
            field.help_text = gettext("办理时限是 %s，不能更晚。") % clock_words(
                limit, now, gettext
            )


class ExtensionForm(CaseForm):
    until = MomentField(label=gettext_lazy("延到什么时候"))
    reason = words_field(gettext_lazy("原因"))

    def prepare(self) -> None:
        case, now = self.desk.detail.case, self.desk.now
        self.fields["until"].initial = _evening(case.due_at or now, days=1)
        if case.due_at:
            words = gettext("现在的时限是 %s。") % clock_words(case.due_at, now, gettext)
            self.fields["until"].help_text = words


class SuspensionForm(CaseForm):
    review_at = MomentField(label=gettext_lazy("什么时候再看"))
    reason = words_field(gettext_lazy("外部原因"))

    def prepare(self) -> None:
        self.fields["review_at"].initial = _evening(self.desk.now, days=7)
