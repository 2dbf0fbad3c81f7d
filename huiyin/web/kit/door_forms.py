"""The forms at the door and of one's own account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huiyin.web.kit.forms import Form


class SignInForm(Form):
    username = forms.CharField(
        label=_("用户名"),
        max_length=64,
        widget=forms.TextInput({"autocomplete": "username webauthn", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class PhoneForm(Form):
    phone = forms.CharField(
        label=_("手机号"),
        max_length=20,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )


class CodeForm(Form):
    """Six digits, as they came."""

    typed = forms.CharField(
        label=_("6 位验证码"),
        max_length=12,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_typed(self) -> str:
        return "".join(str(self.cleaned_data["typed"]).split())


class SecondForm(CodeForm):
    """A code of the app, or one of the ten on paper."""

    typed = forms.CharField(
        label=_("验证码"),
        max_length=16,
        help_text=_("身份验证器里的 6 位数字；手机不在身边时，填一个 8 位恢复码。"),
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class TotpForm(CodeForm):
    """The first code of a new app, which shows that it counts as we do."""


class NewPasswordForm(Form):
    """current: where the present one is asked for."""

    current = forms.CharField(
        label=_("现在的密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("新密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_(
            "至少 10 个字符，大写字母、小写字母、数字、符号里至少有三种；不要用以前用过的。"
        ),
    )
    again = forms.CharField(
        label=_("再输一次"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: object, asks_current: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not asks_current:
            del self.fields["current"]

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if again != self.cleaned_data.get("password"):
            raise forms.ValidationError(_("两次输入的密码不同，请重来。"))
        return again


class PasswordForm(Form):
    """Who has no second factor shows who they are by their password."""

    password = forms.CharField(
        label=_("您的密码"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
