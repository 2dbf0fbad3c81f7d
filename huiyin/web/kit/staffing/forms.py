"""What is asked on the page of a post."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.web.kit.casework.fields import choice_of
from huiyin.web.kit.forms import Form

MOMENT = "%Y-%m-%dT%H:%M"
NOBODY = "0"


class Moment(forms.DateTimeField):
    """A day and a minute in the zone of the service."""

    def __init__(self, **more: Any) -> None:
        widget = forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT)
        errors = {"invalid": gettext_lazy("请选择日期和时间。")}
        super().__init__(
            widget=widget, input_formats=[MOMENT, "%Y-%m-%d %H:%M"], error_messages=errors, **more
        )


class HandOverForm(Form):
    """Whose post passes to whom, when. given: empty for a vacant post."""

    given = forms.TypedChoiceField(
        label=gettext_lazy("谁交出"), coerce=int, empty_value=None, required=False
    )
    taken = forms.ChoiceField(label=gettext_lazy("由谁接手"))
    login = forms.CharField(
        label=gettext_lazy("名单里没有的，写登录名"),
        required=False,
        max_length=64,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    at = Moment(
        label=gettext_lazy("什么时候"),
        required=False,
        help_text=gettext_lazy("不填就是现在。以后的时间，到时自动交接。"),
    )
    note = forms.CharField(
        label=gettext_lazy("留言"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("接手的人会看到：哪些事要盯，哪些话答应过。"),
    )

    def __init__(
        self,
        *args: Any,
        holders: Sequence[tuple[int, str]],
        candidates: Sequence[tuple[int, str]],
        is_over: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, prefix="pass", **more)
        given = choice_of(self, "given")
        given.choices = list(holders)
        if len(holders) < 2:
            given.widget = forms.HiddenInput()
            given.initial = holders[0][0] if holders else None
        people = [(str(person_id), name) for person_id, name in candidates]
        none = [(NOBODY, gettext("暂不安排，由上级岗位代管"))] if holders else []
        choice_of(self, "taken").choices = [("", gettext("请选择")), *people, *none]
        if is_over:
            # one of the two is wanted, and `clean` says so; without a name it is this one
            self.fields["taken"].required = not self.data.get("pass-login")
            self.use_required_attribute = False
        else:
            del self.fields["login"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, login = cleaned.get("taken"), cleaned.get("login", "")
        if "taken" not in self.errors and bool(chosen) == bool(login):
            self.add_error("taken", gettext("请选择由谁接手，或者写登录名，二者选一。"))
        return cleaned


class LeaveForm(Form):
    """Who is away, from when to when, and which post stands in."""

    person = forms.TypedChoiceField(label=gettext_lazy("谁请假"), coerce=int)
    by_post = forms.TypedChoiceField(
        label=gettext_lazy("由哪个岗位替岗"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("同一岗位还有同事在岗时可以不选。"),
    )
    from_at = Moment(label=gettext_lazy("从"))
    to_at = Moment(
        label=gettext_lazy("到"), help_text=gettext_lazy("到时自动结束，不用再来办手续。")
    )

    def __init__(
        self,
        *args: Any,
        holders: Sequence[tuple[int, str]],
        posts: Sequence[tuple[int, str]],
        **more: Any,
    ) -> None:
        super().__init__(*args, prefix="leave", **more)
        person = choice_of(self, "person")
        person.choices = list(holders)
        if len(holders) == 1:
            person.widget, person.initial = forms.HiddenInput(), holders[0][0]
        choice_of(self, "by_post").choices = [("", gettext("请选择")), *posts]


class TermForm(Form):
    """Until when somebody holds the post."""

    person = forms.TypedChoiceField(label=gettext_lazy("谁的任期"), coerce=int)
    until = Moment(
        label=gettext_lazy("到什么时候"),
        required=False,
        help_text=gettext_lazy("到期前 30 天提醒；到期以后这个岗位空缺。不填就是没有期限。"),
    )

    def __init__(
        self, *args: Any, holders: Sequence[tuple[int, str, datetime | None]], **more: Any
    ) -> None:
        super().__init__(*args, prefix="term", **more)
        person = choice_of(self, "person")
        person.choices = [(each, name) for each, name, _until in holders]
        if len(holders) == 1:
            person.widget, person.initial = forms.HiddenInput(), holders[0][0]
            self.fields["until"].initial = holders[0][2]
