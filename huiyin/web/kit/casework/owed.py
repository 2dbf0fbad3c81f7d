"""To whom the answer of a case is owed, and how far the reader may know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.cases.queries.detail import CaseDetail
from huiyin.cases.queries.parties import known_of
from huiyin.cases.rules.knowing import Known
from huiyin.cases.rules.words import TellChannel
from huiyin.people.rules import Viewer, masked_name, masked_phone

if TYPE_CHECKING:
    from huiyin.cases.models import Party


@dataclass(frozen=True)
class Owed:
    """Somebody to whom the answer is owed, and what was tried.

    phone: masked; empty where the reader has no need of it. phone_url: where it is asked for, empty for who may not.
    """

    party: "Party"
    name: str
    phone: str
    phone_url: str
    tellings: Sequence[str]


def name_of(party: "Party", detail: CaseDetail, viewer: Viewer) -> str:
    """What a party is called for this reader; empty for an unknown person."""
    masks = known_of(detail.case, party, viewer) is Known.MASKED
    return masked_name(party.shown_name) if masks else party.shown_name


def owed(detail: CaseDetail, viewer: Viewer) -> list[Owed]:
    """Who waits for the answer; a reporter is told of nobody else."""
    if detail.is_reporter_view:
        return []
    return [
        _party(party, detail, how_far=known_of(detail.case, party, viewer))
        for party in detail.parties
    ]


def _party(party: "Party", detail: CaseDetail, *, how_far: Known) -> Owed:
    tries = [
        _telling(telling.channel, reached=telling.reached)
        for telling in detail.tellings
        if telling.party_id == party.pk
    ]
    person = party.person
    if person is None:
        return Owed(party, gettext("没有留名"), "", "", tries)
    if how_far is Known.NOBODY:
        return Owed(party, gettext(party.shown_name), "", "", tries)
    if how_far is Known.MASKED:
        return Owed(party, masked_name(person.name), "", "", tries)
    phone = masked_phone(person.phone)
    may_ask = bool(phone) and how_far is Known.REACHABLE
    url = reverse("kit:number", args=[detail.case.pk, party.pk]) if may_ask else ""
    return Owed(party, person.name, phone, url, tries)


def _telling(channel: str, *, reached: bool) -> str:
    word = gettext(TellChannel(channel).label)
    return word if reached else gettext("%s（没联系上）") % word
