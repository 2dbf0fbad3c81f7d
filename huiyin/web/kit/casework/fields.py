"""The parts forms of officers are made of: the category of a matter, an answer begun from a template."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.cases.rules.words import Nature
from huiyin.escalation.rules import Policy, Urgency
from huiyin.lib.words import gettext_noop
from huiyin.web.kit.casework import choices
from huiyin.web.kit.casework.choices import Suggested, Template
from huiyin.web.kit.forms import Form

PICK_CATEGORY = gettext_noop("请选择这是哪一类事。")


def choice_of(form: forms.Form, name: str) -> forms.ChoiceField:
    """A field of a form whose choices depend on what the form is about."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice")
    return field


def labels(words: Sequence[Any]) -> list[tuple[str, str]]:
    """The choices of stored words, in the language of the page."""
    return [(word.value, gettext(word.label)) for word in words]


class AnswerMixin(forms.Form):
    """A form whose `text` may begin from a template; a blank that was not filled in is not sent."""

    templates: Sequence[Template] = ()

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        left = choices.blanks_left(text, self.templates)
        if left:
            raise forms.ValidationError(
                gettext("还有没填好的空：%s。请改成具体的内容再发。") % "、".join(left)
            )
        return text


class CategoryForm(Form):
    """A form that says what kind of matter something is: one of the suggestions, or any other leaf."""

    suggested = forms.ChoiceField(
        label=gettext_lazy("建议的类别"), required=False, widget=forms.RadioSelect
    )
    category = forms.ChoiceField(label=gettext_lazy("都不是，另选一类"), required=False)

    def __init__(
        self, *args: Any, policy: Policy, hits: Sequence[Suggested], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = choice_of(self, "category")
        field.choices = [("", gettext("请选择")), *choices.categories(policy)]
        if hits:
            offered = choice_of(self, "suggested")
            offered.choices = [(hit.category.code, hit.label) for hit in hits]
            offered.initial = hits[0].category.code
        else:
            del self.fields["suggested"]
            field.label = gettext("哪一类事")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.code and "category" not in self.errors:
            self.add_error("category", gettext(PICK_CATEGORY))
        return cleaned

    @property
    def code(self) -> str:
        """The leaf that was chosen: another one counts before the suggestion."""
        said = self.cleaned_data
        return str(said.get("category") or said.get("suggested") or "")


def urgency_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("紧急程度"),
        choices=[("", gettext_lazy("按类别")), *((u.value, u.label) for u in Urgency)],
        required=False,
        widget=forms.RadioSelect,
    )


def nature_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("性质"),
        choices=[(nature.value, nature.label) for nature in Nature],
        initial=Nature.HELP.value,
    )


def words_field(label: Any, *, rows: int = 3, is_needed: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=is_needed, strip=False, widget=forms.Textarea({"rows": rows})
    )
