"""The forms of residents: few fields, all of them forgiving."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.trust.rules.consent import Topic
from huiyin.web.kit.forms import Form, VersionedForm
from huiyin.web.kit.spots import WithSpot
from huiyin.web.kit.uploads import WithFiles, resent


class Textarea(forms.Textarea):
    """Never blocked by the browser: the service says kindly what is missing, with everything typed still there."""

    def use_required_attribute(self, initial: Any) -> bool:
        return False


class Words(forms.CharField):
    """Words that a picture or a voice may stand for; the action asks that there be one of them."""

    widget = Textarea

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(strip=False, widget=Textarea({"rows": rows}), **kwargs)

    def validate(self, value: Any) -> None:
        """Nothing is demanded here."""


class WordsForm(Form):
    """Mending one's own words."""

    text = Words(label=_("改成"), rows=4)


class ReportForm(WithSpot, WithFiles):
    """说一件事. What kind of matter it is, the officer says."""

    text = Words(label=_("什么事"), rows=4)
    place = forms.CharField(
        label=_("在哪里"),
        required=False,
        max_length=200,
        error_messages={"max_length": _("地点请写在 200 字以内。")},
    )
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    grid = forms.TypedChoiceField(
        label=_("是哪个家附近的事"), coerce=int, widget=forms.RadioSelect, required=False
    )
    is_anonymous = forms.BooleanField(
        label=_("不公开我的名字"),
        required=False,
        help_text=_("勾选后，群里和公开的地方都不会出现您的名字；经办人只为把结果告诉您而联系您。"),
    )

    def __init__(self, *args: Any, grids: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grid"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - narrows for mypy
        field.choices = grids
        field.initial = grids[0][0] if grids else None
        if len(grids) < 2:
            field.widget = forms.HiddenInput()


class JoinForm(Form):
    """Name and home of a newcomer. Unit and room stay empty for a house of its own."""

    name = forms.CharField(
        label=_("您的姓名"),
        max_length=30,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"max_length": _("姓名请写在 30 字以内。")},
    )
    building = forms.TypedChoiceField(label=_("住哪栋楼"), coerce=int)
    unit = forms.CharField(
        label=_("单元"),
        required=False,
        max_length=16,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    room = forms.CharField(
        label=_("房号"),
        required=False,
        max_length=16,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=20,
        help_text=_("只给网格员联系您用，邻居看不到。不填也可以。"),
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )
    agreed = forms.BooleanField(
        label=_("我看过上面的说明，同意这样使用我的信息"),
        error_messages={"required": _("看过说明并同意后才能加入。")},
    )
    # the versions of the notices that were read
    notice = forms.IntegerField(widget=forms.HiddenInput, required=False)
    child_notice = forms.IntegerField(widget=forms.HiddenInput, required=False)
    is_child = forms.BooleanField(label=_("加入的是未满 14 周岁的孩子"), required=False)
    guardian = forms.CharField(
        label=_("监护人姓名"),
        required=False,
        max_length=30,
        help_text=_("由父母或其他监护人填写。"),
    )
    guardian_agreed = forms.BooleanField(
        label=_("我是孩子的监护人，看过上面的说明，同意孩子加入"), required=False
    )

    def __init__(
        self,
        *args: Any,
        buildings: list[tuple[str, list[tuple[int, str]]]],
        is_known: bool,
        **kwargs: Any,
    ) -> None:
        """buildings: by compound. is_known: somebody signed in has a name already. None: the group asks no home."""
        super().__init__(*args, **kwargs)
        if is_known:
            for name in (
                "name",
                "phone",
                "is_child",
                "child_notice",
                "guardian",
                "guardian_agreed",
            ):
                del self.fields[name]
        if not buildings:
            for name in ("building", "unit", "room"):
                del self.fields[name]
            return
        field = self.fields["building"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - narrows for mypy
        field.choices = [("", _("请选择")), *buildings]
        field.error_messages["invalid_choice"] = _("请从列表中选择您住的楼。")

    def clean(self) -> dict[str, Any]:
        """For who is under 14 a guardian agrees (个人信息保护法 Art. 31)."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("is_child"):
            if not said.get("guardian"):
                self.add_error("guardian", _("未满 14 周岁的，请填写监护人姓名。"))
            if not said.get("guardian_agreed"):
                self.add_error("guardian_agreed", _("未满 14 周岁的，要监护人看过说明并同意。"))
        return said

    @property
    def read(self) -> dict[Topic, int | None]:
        """Which notices whoever joins, or their guardian, has read."""
        said = self.cleaned_data
        own = {Topic.JOIN: said.get("notice")}
        return own | ({Topic.CHILD: said.get("child_notice")} if said.get("is_child") else {})

    @property
    def guardian_name(self) -> str:
        """Who agrees for a child; empty where a grown-up joins."""
        said = self.cleaned_data
        return str(said["guardian"]) if said.get("is_child") else ""


class CodeForm(forms.Form):
    """The code below a QR, typed by hand."""

    code = forms.SlugField(max_length=16, error_messages={"invalid": _("入群码只有字母和数字。")})


class MatterForm(VersionedForm):
    """An act on one's own matter."""

    def show_version(self, version: int) -> None:
        """The page around the form is new, so the next sending is about what the person sees now."""
        resent(self, "version", str(version))


class RateForm(MatterForm):
    """Solved or not comes first; how satisfied, second."""

    solved = forms.TypedChoiceField(
        label=_("这件事解决了吗？"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("请先告诉我们解决了没有。")},
    )
    stars = forms.TypedChoiceField(
        label=_("办得怎么样？"),
        choices=[("3", _("满意")), ("2", _("一般")), ("1", _("不满意"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("想说的话"), required=False, widget=forms.Textarea({"rows": 3}), strip=False
    )


class ReplyForm(WithFiles, MatterForm):
    """The answer to a question about one's own matter."""

    text = Words(label=_("您的回答"), rows=3)


class ReasonForm(MatterForm):
    """Taking a matter back; why, nobody needs to say."""

    text = forms.CharField(
        label=_("说明"), required=False, widget=forms.Textarea({"rows": 3}), strip=False
    )


class ReopenForm(MatterForm):
    """What is not solved, or has come back."""

    text = Words(label=_("还有什么没解决"), rows=3)


class UrgeForm(MatterForm):
    """One button."""
