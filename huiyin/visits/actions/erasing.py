"""Taking a person out of what was written about visits at their homes."""

from datetime import datetime

from huiyin.people.models import HouseholdMember
from huiyin.trust.actions.erasing import Erasing
from huiyin.trust.rules.erasing import Part
from huiyin.visits.models import Organisation, Visit


def obstacle(_person_id: int, _now: datetime) -> str:
    """Nobody has to stay for the sake of a visit."""
    return ""


def traces(_person_id: int) -> list[str]:
    """Residents write nothing here."""
    return []


def erase(erasing: Erasing) -> list[Part]:
    """Words about their homes lose their name and number; that somebody called, and what came of it, stays with the household."""
    person_id = erasing.subject.person_id
    homes = HouseholdMember.objects.filter(person_id=person_id).values("household_id")
    Organisation.objects.filter(head_id=person_id).update(head=None)
    changed = 0
    for visit in Visit.objects.filter(household__in=homes):
        before = visit.note, visit.words
        visit.note, visit.words = map(erasing.subject.without, before)
        if (visit.note, visit.words) != before:
            visit.save(update_fields=["note", "words"])
            changed += 1
    return [Part("走访记录里的姓名、电话", changed)]
