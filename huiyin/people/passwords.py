"""The password rule for Django's own forms and commands; set it in AUTH_PASSWORD_VALIDATORS."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from huiyin.people.rules import password_faults


class PasswordRules:
    """At least ten characters of three classes."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError with a sentence for every fault."""
        if faults := password_faults(password):
            raise ValidationError(faults)

    def get_help_text(self) -> str:
        return _("密码至少 10 个字符，包含大写字母、小写字母、数字、其他符号中的至少三种。")
