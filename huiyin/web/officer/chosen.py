"""Words of a group that an officer has chosen, and the forms of what can be done with them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.cases.queries.holders import same_matters
from huiyin.escalation import queries as escalation
from huiyin.groups.queries import Access, Line
from huiyin.groups.rules import MessageClass
from huiyin.web.kit.casework.choices import Suggested, Template, templates
from huiyin.web.kit.casework.fields import (
    AnswerMixin,
    CategoryForm,
    choice_of,
    nature_field,
    urgency_field,
    words_field,
)
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import WithPhotos

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Chosen:
    """The words that were chosen, in the order they were said, with what they point to."""

    request: SignedIn
    access: Access
    lines: list[Line]
    hits: list[Suggested]

    @property
    def ids(self) -> list[int]:
        return [line.id for line in self.lines]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines if line.text)


class AnswerForm(AnswerMixin, WithPhotos):
    text = words_field(gettext_lazy("答复"), rows=4)

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates: Sequence[Template] = templates([h.category.code for h in chosen.hits])


class CaseForm(CategoryForm):
    urgency = urgency_field()
    nature = nature_field()
    place = forms.CharField(
        label=gettext_lazy("在哪里"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("地点请写在 200 字以内。")},
    )
    title = forms.CharField(label=gettext_lazy("标题"), required=False, max_length=24)

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        policy = escalation.policy()
        super().__init__(*args, policy=policy, hits=chosen.hits, **kwargs)
        if chosen.text.rstrip().endswith(("?", "？", "吗", "呢")):
            self.fields["nature"].initial = "question"


class LinkForm(Form):
    case = forms.TypedChoiceField(
        label=gettext_lazy("并入哪一件"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一件正在办的事。")},
    )

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = chosen.access.facts.node_path
        found = same_matters(chosen.request.viewer, area=path)
        choice_of(self, "case").choices = [
            (case.pk, f"{case.title} · {case.number}") for case in found
        ]


class AsideForm(Form):
    """One button."""

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class SortForm(AsideForm):
    to = forms.ChoiceField(
        label=gettext_lazy("这几句话是"),
        choices=[
            (MessageClass.SMALL_TALK.value, gettext_lazy("闲聊，不用答复")),
            (MessageClass.OFF_TOPIC.value, gettext_lazy("与本群无关（广告、争吵等）")),
            (MessageClass.ANSWERED_HERE.value, gettext_lazy("别处已经答复了")),
            (MessageClass.UNANSWERED.value, gettext_lazy("还要答复（撤销分类）")),
        ],
        widget=forms.RadioSelect,
        initial=MessageClass.SMALL_TALK.value,
    )


class RecallForm(AsideForm):
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("撤下居民的话要写明原因，会留作记录；自己刚发的不用写。"),
    )
