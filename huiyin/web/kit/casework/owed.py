"""To whom the answer of a case is owed, and how far the reader may know them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from huiyin.cases.queries.detail import CaseDetail
from huiyin.cases.rules.words import TellChannel
from huiyin.people.rules import Viewer, masked_name

if TYPE_CHECKING:
    from huiyin.cases.models import Party


@dataclass(frozen=True)
class Owed:
    """Somebody to whom the answer is owed, and what was tried. phone: empty where the reader has no need of it."""

    party: "Party"
    name: str
    phone: str
    tellings: Sequence[str]


def is_hidden(detail: CaseDetail, viewer: Viewer) -> bool:
    """A restricted matter, and one without a name, keep the person to who handles it."""
    case = detail.case
    return (case.is_restricted or case.is_anonymous) and not viewer.acts_for(case.holder_id)


def owed(detail: CaseDetail, viewer: Viewer) -> list[Owed]:
    """Who waits for the answer; a reporter is told of nobody else."""
    if detail.is_reporter_view:
        return []
    masked = is_hidden(detail, viewer)
    return [_party(party, detail, is_masked=masked) for party in detail.parties]


def _party(party: "Party", detail: CaseDetail, *, is_masked: bool) -> Owed:
    tries = [
        _telling(telling.channel, reached=telling.reached)
        for telling in detail.tellings
        if telling.party_id == party.pk
    ]
    if party.person is None:
        return Owed(party, gettext("没有留名"), "", tries)
    if party.is_unnamed:
        return Owed(party, gettext(party.shown_name), "", tries)
    if is_masked:
        return Owed(party, masked_name(party.person.name), "", tries)
    return Owed(party, party.person.name, party.person.phone, tries)


def _telling(channel: str, *, reached: bool) -> str:
    word = gettext(TellChannel(channel).label)
    return word if reached else gettext("%s（没联系上）") % word
