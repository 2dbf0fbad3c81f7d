"""Taking a person out of coverage: that they were verified, and where, goes with them."""

from datetime import datetime

from huiyin.coverage.models import Verification
from huiyin.trust.actions.erasing import Erasing
from huiyin.trust.rules.erasing import Part


def obstacle(_person_id: int, _now: datetime) -> str:
    """Nobody has to stay for the sake of a figure."""
    return ""


def traces(_person_id: int) -> list[str]:
    """Residents write nothing here."""
    return []


def erase(erasing: Erasing) -> list[Part]:
    """Codes and noes are of households and name nobody: they stay."""
    count, _rows = Verification.objects.filter(person_id=erasing.subject.person_id).delete()
    return [Part("入群核实记录", count)]
