"""The password rule for Django's own forms and commands; set it in AUTH_PASSWORD_VALIDATORS."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from huiyin.people.rules import MIN_PASSWORD_LENGTH, PASSWORD_RULE, password_faults


class PasswordRules:
    """At least ten characters of three classes."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError with a sentence for every fault."""
        if faults := password_faults(password, gettext):
            raise ValidationError(faults)

    def get_help_text(self) -> str:
        return gettext(PASSWORD_RULE) % {"count": MIN_PASSWORD_LENGTH}
