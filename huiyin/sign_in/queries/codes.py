"""Codes that were asked for."""

from datetime import datetime

from django.conf import settings

from huiyin.sign_in.models import PhoneCode


def waiting_code(code_id: int, *, at: datetime) -> PhoneCode | None:
    """A code that may still be typed; None when it is over, used, or never was."""
    codes = PhoneCode.objects.filter(id=code_id, used_at=None, expires_at__gt=at)
    return codes.first()


def code_shown(code: PhoneCode) -> str:
    """The code itself, for the page of a demo, whose telephones are invented. Empty everywhere else."""
    return code.code if settings.HUIYIN_DEMO else ""
