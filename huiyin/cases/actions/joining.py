"""Several cases of one thing become one; one case of several things becomes several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.answering import write_answer
from huiyin.cases.actions.desk import Asked, begin, demand_text, locked, locked_for
from huiyin.cases.actions.opening import open_case
from huiyin.cases.actions.rating import end_told
from huiyin.cases.models import Case, CaseFile, Party
from huiyin.cases.queries import access
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import WORKED_STATES, Channel, Nature, Outcome, State, TellChannel
from huiyin.lib.refusal import Conflict, NotAllowed, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Viewer


@transaction.atomic
def merge(*, into_id: int, reason: str = "", **asked: Unpack[Asked]) -> Case:
    """Join a case to another about the same thing and place. Returns the joined one, merged.

    Each of its reporters becomes a follower of the other: told of the joining now, of the result later.
    """
    if into_id == asked["case_id"]:
        raise Refused(_("不能和自己并案。"))
    lock_in_order(asked["viewer"], asked["case_id"], into_id)
    act = begin(Operation.MERGE, **asked)
    if act.is_repeat:
        return act.case
    case, target = act.case, _target(act, into_id)
    for party in case.parties.all():
        if party.person_id is None or not target.parties.filter(person_id=party.person_id).exists():
            Party.objects.create(
                case=target, person_id=party.person_id, is_follower=True, since=act.now
            )
    case.merged_into = target
    words = f"这件事和“{target.title}”（{target.number}）一并办理，有结果后同样会告诉您。"
    case.answer = write_answer(act, words, Outcome.REFERRED, is_approved=True)
    end_told(act, State.MERGED, TellChannel.PRIVATE_MESSAGE)
    return act.finish(
        "merged",
        f"{words}{reason.strip()}",
        is_public=True,
        tell_posts={target.holder_id, case.holder_id},
        tell_parties=words,
        into_id=target.pk,
        into_number=target.number,
    )


def lock_in_order(viewer: Viewer, *case_ids: int) -> None:
    """Lock several cases the viewer may see, by id: two who merge crosswise wait instead of stopping each other."""
    for case_id in sorted(case_ids):
        locked_for(viewer, case_id)


def _target(act: Act, into_id: int) -> Case:
    target = locked(into_id)
    viewer = act.viewer
    if viewer is None or not (viewer.acts_for(target.holder_id) or access.covering(target, viewer)):
        raise NotAllowed(_("您不能把事情并入这一件。"))
    if target.state not in WORKED_STATES:
        raise Conflict(
            _("要并入的那件事现在是“%(state)s”，不能再并入。"), state=State(target.state).label
        )
    if act.case.is_restricted != target.is_restricted:
        raise Refused(_("保密的事情不能和公开的事情并案。"))
    if (act.case.channel == Channel.PRIVATE) != (target.channel == Channel.PRIVATE):
        raise Refused(_("私下反映的事情不能和公开反映的事情并案：答复会让别人看到。"))
    return target


@dataclass(frozen=True)
class Part:
    """One thing to be split off: what it is, and its category."""

    text: str
    category: str


@transaction.atomic
def split(*, parts: Sequence[Part], **asked: Unpack[Asked]) -> list[Case]:
    """Open a case of its own for each further thing in a case, with the same reporters. Returns the new cases."""
    act = begin(Operation.SPLIT, **asked)
    case = act.case
    if act.is_repeat:
        return list(case.parts.order_by("id"))
    if not parts:
        raise Refused(_("请至少写一件要拆分出来的事。"))
    made = [_open_part(act, part) for part in parts]
    numbers = "、".join(part.number for part in made)
    act.finish(
        "split",
        f"拆分出 {numbers}。",
        is_public=True,
        tell_parties=f"“{case.title}”里的另一件事将单独办理（{numbers}）。",
        part_ids=[part.pk for part in made],
    )
    return made


def _open_part(act: Act, part: Part) -> Case:
    case, viewer = act.case, act.viewer
    if viewer is None:
        raise NotAllowed(_("拆分要由承办人来做。"))
    made = open_case(
        viewer=viewer,
        now=act.now,
        text=demand_text(part.text, what=_("拆分出来的事")),
        category=part.category,
        node_id=case.node_id,
        channel=Channel(case.channel),
        nature=Nature(case.nature),
        place=case.place,
        lat=case.lat,
        lng=case.lng,
        reporter_id=case.reporter_id,
        is_anonymous=case.is_anonymous,
        shown_file_ids=list(
            CaseFile.objects.filter(case=case, is_proof=False).values_list("file_id", flat=True)
        ),
        split_from_id=case.pk,
    )
    for follower in case.parties.filter(is_follower=True):
        Party.objects.create(
            case=made, person_id=follower.person_id, is_follower=True, since=act.now
        )
    return made
