"""What is thought of the work: checked, decided, rated by the reporter, watched, told to others."""

from django import forms
from django.utils.translation import gettext_lazy

from huiyin.cases.rules.words import Supervision
from huiyin.web.kit.casework.fields import choice_of, labels, words_field
from huiyin.web.kit.casework.forms.base import CaseForm


class CheckForm(CaseForm):
    passed = forms.TypedChoiceField(
        label=gettext_lazy("核查结果"),
        choices=[("yes", gettext_lazy("通过，可以告知")), ("no", gettext_lazy("不通过，继续办理"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请说明通过不通过。")},
    )
    reason = words_field(gettext_lazy("看到的情况（不通过要写明原因）"), rows=2, is_needed=False)


class DecideForm(CaseForm):
    approve = forms.TypedChoiceField(
        label=gettext_lazy("同意吗"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择同意或不同意。")},
    )
    reason = words_field(gettext_lazy("意见（不同意要写明原因）"), rows=2, is_needed=False)


class CallBackForm(CaseForm):
    solved = forms.TypedChoiceField(
        label=gettext_lazy("诉求人说解决了吗"),
        choices=[("yes", gettext_lazy("解决了")), ("no", gettext_lazy("没解决"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请先选择解决了没有。")},
    )
    stars = forms.TypedChoiceField(
        label=gettext_lazy("满意吗"),
        choices=[
            ("", gettext_lazy("没有说")),
            ("3", gettext_lazy("满意")),
            ("2", gettext_lazy("一般")),
            ("1", gettext_lazy("不满意")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    text = words_field(gettext_lazy("他怎么说"), rows=2, is_needed=False)


class SuperviseForm(CaseForm):
    level = forms.ChoiceField(label=gettext_lazy("督办级别"), widget=forms.RadioSelect)
    text = words_field(gettext_lazy("督办意见"), rows=2, is_needed=False)

    def prepare(self) -> None:
        field = choice_of(self, "level")
        field.choices = labels([level for level in Supervision if level is not Supervision.NONE])
        field.initial = Supervision.NORMAL.value


class ExampleForm(CaseForm):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=80)
    text = words_field(gettext_lazy("案例"), rows=6)
    consent = words_field(gettext_lazy("谁在什么时候怎样同意的"), rows=2)
