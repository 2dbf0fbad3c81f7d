"""A case goes elsewhere, into another, apart; what it is, and how urgent."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.cases.queries import holders
from huiyin.escalation.rules import Urgency
from huiyin.people.rules import PostFacts
from huiyin.web.kit.casework import choices
from huiyin.web.kit.casework.fields import CategoryForm, choice_of, labels, words_field
from huiyin.web.kit.casework.forms.base import CaseForm, Desk

MOST_PARTS = 3


class DeclineForm(CaseForm):
    reason = words_field(gettext_lazy("为什么不归我们管"))
    right_place = forms.CharField(
        label=gettext_lazy("应当去哪里办"),
        max_length=200,
        help_text=gettext_lazy("例如：博物路 1 号区法院诉讼服务中心。会告诉诉求人。"),
    )


class _ToPostForm(CaseForm):
    """The case goes to another post."""

    to_post_id = forms.TypedChoiceField(
        label=gettext_lazy("给哪个岗位"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一个岗位。")},
    )
    reason = words_field(gettext_lazy("原因或要求"))
    nobody = gettext_lazy("这个地方没有别的同级岗位。往上请用“上交”，往下请用“交办”。")

    def prepare(self) -> None:
        field = choice_of(self, "to_post_id")
        field.choices = [(post.id, post.title) for post in self.posts()]
        if not field.choices:
            field.help_text = str(self.nobody)

    def posts(self) -> list[PostFacts]:
        return holders.posts_beside(self.desk.detail.case)


class TransferForm(_ToPostForm):
    pass


class AssignForm(_ToPostForm):
    nobody = gettext_lazy("这个地方没有更下一级的岗位。")

    def posts(self) -> list[PostFacts]:
        return holders.posts_under(self.desk.detail.case)


class UrgencyForm(CaseForm):
    urgency = forms.ChoiceField(label=gettext_lazy("改为"), widget=forms.RadioSelect)
    reason = words_field(gettext_lazy("原因"), rows=2)

    def prepare(self) -> None:
        order = list(Urgency)
        higher = order[order.index(Urgency(self.desk.detail.case.urgency)) + 1 :]
        field = choice_of(self, "urgency")
        field.choices = labels(higher)
        field.initial = higher[0].value if higher else None


class MergeForm(CaseForm):
    into_id = forms.TypedChoiceField(
        label=gettext_lazy("并入哪一件"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择要并入的那一件。")},
    )
    reason = words_field(gettext_lazy("说明"), rows=2, is_needed=False)

    def prepare(self) -> None:
        case = self.desk.detail.case
        found = holders.same_matters(
            self.desk.viewer, area=case.area, is_restricted=case.is_restricted, but=case.pk
        )
        alike = sorted(found, key=lambda other: other.category != case.category)
        field = choice_of(self, "into_id")
        field.choices = [
            (other.pk, f"{other.title} · {other.holder.title} · {other.number}") for other in alike
        ]
        if not found:
            field.help_text = gettext("这个网格没有别的正在办的事。")


class SplitForm(CaseForm):
    """Up to three further things, each with its category."""

    def prepare(self) -> None:
        grouped = [("", gettext("请选择")), *choices.categories(self.desk.policy)]
        for place in range(1, MOST_PARTS + 1):
            words = {"n": place}
            self.fields[f"text_{place}"] = words_field(
                gettext("第 %(n)d 件是什么") % words, rows=2, is_needed=place == 1
            )
            self.fields[f"category_{place}"] = forms.ChoiceField(
                label=gettext("第 %(n)d 件的类别") % words,
                choices=grouped,
                required=place == 1,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in range(2, MOST_PARTS + 1):
            if cleaned.get(f"text_{place}") and not cleaned.get(f"category_{place}"):
                self.add_error(f"category_{place}", gettext("请选择这是哪一类事。"))
        return cleaned

    @property
    def parts(self) -> list[tuple[str, str]]:
        said = self.cleaned_data
        every = ((said[f"text_{n}"], said[f"category_{n}"]) for n in range(1, MOST_PARTS + 1))
        return [(text, category) for text, category in every if text]


class RecategoriseForm(CategoryForm, CaseForm):
    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        case = desk.detail.case
        hits = [
            h for h in choices.suggested(case.text, desk.policy) if h.category.code != case.category
        ]
        super().__init__(*args, desk=desk, policy=desk.policy, hits=hits, **kwargs)
