"""Those to whom an answer is owed, as far as a viewer may know them."""

from dataclasses import dataclass
from datetime import date

from huiyin.cases.models import Case, Party
from huiyin.cases.queries.access import access_case
from huiyin.cases.rules.knowing import Known, known
from huiyin.lib.refusal import NotAllowed, NotThere
from huiyin.people.models import Person
from huiyin.people.rules import Verb, Viewer, is_minor
from huiyin.trust.queries import consents
from huiyin.trust.rules.consent import Topic


@dataclass(frozen=True)
class Reach:
    """Somebody whose number may be asked for. is_refused: they said no to calls; is_guarded: a minor, whose number whoever
    approves reads. Of both an emergency alone is left.
    """

    case: Case
    person: Person
    is_refused: bool
    is_guarded: bool

    @property
    def is_for_emergencies(self) -> bool:
        return self.is_refused or self.is_guarded


def known_of(case: Case, party: Party, viewer: Viewer) -> Known:
    """How far the viewer may know this party of the case."""
    return known(
        viewer,
        holder_id=case.holder_id,
        is_guarded=case.is_restricted or case.is_anonymous,
        is_unnamed=case.is_anonymous and not party.is_follower,
    )


def reach(viewer: Viewer, case_id: int, party_id: int, *, today: date) -> Reach:
    """A party whose number the viewer may ask for. today: of the place, for the age of minors.

    Raises NotThere outside the scope, for another case's party and where there is no number; NotAllowed for whoever may
    not know it.
    """
    case = access_case(viewer, case_id)
    party = Party.objects.select_related("person").filter(pk=party_id, case=case).first()
    if party is None or not viewer.is_staff:
        raise NotThere("没有找到这个人。")
    if known_of(case, party, viewer) < Known.REACHABLE:
        raise NotAllowed("您的岗位不能查看这个人的手机号。需要联系时，请由承办岗位来做。")
    if party.person is None or not party.person.phone:
        raise NotThere("没有登记手机号。")
    said = {topic: answer for (_id, topic), answer in consents.answers([party.person.pk]).items()}
    is_child = is_minor(party.person.born_on, on=today)
    if party.person.born_on is None:  # whoever joined as a child, with a guardian's consent
        is_child = Topic.CHILD in said
    return Reach(
        case,
        party.person,
        is_refused=Topic.PHONE in said and not said[Topic.PHONE].is_given,
        is_guarded=is_child and Verb.APPROVE not in viewer.verbs,
    )
