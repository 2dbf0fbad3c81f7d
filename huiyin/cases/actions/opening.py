"""Intake: a matter becomes a case."""

from collections.abc import Sequence
from datetime import datetime
from typing import NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.desk import demand_text
from huiyin.cases.actions.papers import Opening
from huiyin.cases.models import Case, CaseFile, Party
from huiyin.cases.queries.around import AroundNew
from huiyin.cases.queries.holders import holder_at
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import Channel, Nature
from huiyin.escalation import queries as escalation
from huiyin.escalation.rules import Policy, Step, Urgency
from huiyin.ground.commands import actions as commands
from huiyin.ground.files import queries as files
from huiyin.ground.ids import new_id
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.lib.times import local
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Verb, Viewer
from huiyin.territory import queries as territory
from huiyin.territory.models import Node

TITLE_LENGTH = 24
PLACE_LENGTH = 200
FOLLOWED = "又有一位居民反映同一件事。"
COMMUNITY_DIGITS = 12
# counts on in one statement, also where two open the first case of a year at once
NEXT_SERIAL = """
    INSERT INTO cases_numberseries AS series (id, community, year, last) VALUES (%s, %s, %s, 1)
    ON CONFLICT (community, year) DO UPDATE SET last = series.last + 1 RETURNING last
"""


class Matter(TypedDict):
    """What is known of a matter at intake.

    text: in the reporter's words, 1 to 5,000 characters. category: a leaf of the category tree. node_id: a grid or a
    micro-grid; another place of the community where no grid is known. urgency: the category's when not given. lat, lng:
    WGS84 degrees, both or none. reporter_id: whoever raised it, None for an officer's own find or an unknown caller.
    file_ids: the viewer's own uploads; shown_file_ids: files the caller's own scope has shown them, such as a group's
    pictures. split_from_id: the case it was a part of.
    """

    text: str
    category: str
    node_id: int
    channel: Channel
    nature: NotRequired[Nature]
    urgency: NotRequired[Urgency | None]
    title: NotRequired[str]
    place: NotRequired[str]
    lat: NotRequired[float | None]
    lng: NotRequired[float | None]
    reporter_id: NotRequired[int | None]
    is_anonymous: NotRequired[bool]
    file_ids: NotRequired[Sequence[int]]
    shown_file_ids: NotRequired[Sequence[int]]
    split_from_id: NotRequired[int | None]


@transaction.atomic
def open_case(
    *, viewer: Viewer, now: datetime, client_key: UUID | None = None, **matter: Unpack[Matter]
) -> Case:
    """Open a case with the post that is responsible first, and start its accept clock.

    now: aware. client_key: a repeat gives the first case. Raises Refused; NotAllowed when who registers no matters
    reports for somebody else; NotThere for an unknown place, category, reporter or file.
    """
    case_id, reporter_id = new_id(), matter.get("reporter_id")
    repeat = commands.repeat_of(
        client_key, verb="cases.open", person_id=viewer.person_id, result_id=case_id
    )
    if repeat is not None:
        return Case.objects.get(pk=repeat)
    _demand_reporter(viewer, reporter_id)
    own = own_files(matter.get("file_ids", ()), person_id=viewer.person_id)
    return _open(case_id, viewer, now, matter, file_ids=own, persons=[reporter_id])


@transaction.atomic
def open_from_words(
    *,
    case_id: int,
    viewer: Viewer,
    now: datetime,
    speakers: Sequence[int],
    **matter: Unpack[Matter],
) -> Case:
    """Open a case of what was said where the viewer may make cases of words.

    case_id: a new id, for which the caller has claimed the client's key. speakers: who said the words, the reporter
    first; the others follow and are told as well. Raises as `open_case` does.
    """
    matter["reporter_id"] = next(iter(speakers), None)
    return _open(case_id, viewer, now, matter, file_ids=(), persons=speakers or [None])


def _open(
    case_id: int,
    viewer: Viewer,
    now: datetime,
    matter: Matter,
    *,
    file_ids: Sequence[int],
    persons: Sequence[int | None],
) -> Case:
    policy = escalation.policy()
    node, places = territory.node_and_line(matter["node_id"])
    case, holder = _new_case(case_id, matter, policy, node, now=now)
    papers = Opening()
    act = Act(
        case=case,
        operation=Operation.ACCEPT,
        now=now,
        policy=policy,
        by=By(viewer.person_id, viewer.posts[0].id if viewer.posts else None),
        viewer=viewer,
        around=AroundNew(persons=[each for each in persons if each], places=places),
        papers=papers,
    )
    _begin(act)
    papers.add(_parties(case, persons, now))
    files = dict.fromkeys((*file_ids, *matter.get("shown_file_ids", ())))
    papers.add(
        CaseFile(case=case, file_id=each, by_person_id=viewer.person_id, at=now, is_public=True)
        for each in files
    )
    _announce(act, holder, followers=persons[1:])
    papers.write()
    return case


def _demand_reporter(viewer: Viewer, reporter_id: int | None) -> None:
    if Verb.CAPTURE not in viewer.verbs and reporter_id != viewer.person_id:
        raise NotAllowed(_("您只能以自己的名义反映事情。"))
    if reporter_id not in (None, viewer.person_id):
        people.person(reporter_id)


def _new_case(
    case_id: int, matter: Matter, policy: Policy, node: Node, *, now: datetime
) -> tuple[Case, PostFacts]:
    """The post that will hold it, and the row of a case as it begins, not yet written. Over 40 lines because it has a line for each column."""
    kind = policy.category(matter["category"])
    if not kind.is_leaf:
        raise Refused(_("请选择具体的事项类别。"))
    lat, lng = matter.get("lat"), matter.get("lng")
    if (lat is None) != (lng is None):
        raise Refused(_("位置的经度和纬度要一起填写。"))
    urgency = matter.get("urgency") or kind.urgency
    rung, holder = holder_at(node.path, from_rung=policy.first_rung(kind.code, urgency))
    words = demand_text(matter["text"], what=_("要反映的事情"))
    case = Case(
        id=case_id,
        number=next_number(node.code, now),
        title=(matter.get("title", "").strip() or words.splitlines()[0])[:TITLE_LENGTH],
        text=words,
        nature=matter.get("nature", Nature.HELP),
        channel=matter["channel"],
        category=kind.code,
        is_restricted=kind.is_restricted,
        urgency=urgency,
        node=node,
        area=node.path,
        place=matter.get("place", "").strip()[:PLACE_LENGTH],
        lat=lat,
        lng=lng,
        reporter_id=matter.get("reporter_id"),
        is_anonymous=matter.get("is_anonymous", False),
        state_since=now,
        rung=rung,
        rung_since=now,
        holder_id=holder.id,
        policy_version=policy.version,
        calendar_version=policy.calendar.version,
        opened_at=now,
        split_from_id=matter.get("split_from_id"),
    )
    return case, holder


def _begin(act: Act) -> None:
    """Start the clock of a case that is new on its rung."""
    case, now = act.case, act.now
    accept, handle = act.limit(Step.ACCEPT), act.limit(Step.HANDLE)
    if accept is None or handle is None:
        raise Refused(_("这一层级还没有设定受理和办理时限，请联系管理员。"))
    due = act.due(accept, since=now)
    case.handle_due_at = act.due(handle, since=now).at
    act.take_due(due)
    act.save()
    act.note_step(Step.ACCEPT, due, since=now)


def _parties(case: Case, persons: Sequence[int | None], now: datetime) -> list[Party]:
    """Whoever raised it first, None where nobody knows who; the others follow."""
    return [
        Party(case=case, person_id=person, is_follower=number > 0, since=now)
        for number, person in enumerate(persons)
    ]


def _announce(act: Act, holder: PostFacts, *, followers: Sequence[int | None]) -> None:
    case = act.case
    urgent = act.policy.told_at_once(Urgency(case.urgency))
    copied = people.posts_over(case.area, roles=urgent).values()
    act.announce(
        "opened",
        f"已登记，由{holder.title}受理。",
        is_public=True,
        tell_posts={case.holder_id, *(post.id for post in copied)},
        channel=str(case.channel),
    )
    for person_id in followers:
        act.record("followed", FOLLOWED, is_public=False, person_id=person_id)


def next_number(place_code: str, now: datetime) -> str:
    """The next number of a community's year, `25003201-2026-00017`: county, street, community; year; serial.

    place_code: of the community or anything below it.
    """
    community, year = place_code[:COMMUNITY_DIGITS], local(now).year
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SERIAL, [new_id(), community, year])
        (serial,) = cursor.fetchone()
    return f"{community[4:]}-{year}-{serial:05}"


def attach(
    case: Case,
    file_ids: Sequence[int],
    *,
    person_id: int | None,
    now: datetime,
    is_public: bool,
    is_proof: bool = False,
) -> None:
    """Hang stored files on a case, each once."""
    for file_id in dict.fromkeys(file_ids):
        CaseFile.objects.get_or_create(
            case=case,
            file_id=file_id,
            defaults={
                "by_person_id": person_id,
                "at": now,
                "is_public": is_public,
                "is_proof": is_proof,
            },
        )


def own_files(file_ids: Sequence[int], *, person_id: int) -> list[int]:
    """Return the ids, seen to be the person's own uploads. Raises NotThere for any other."""
    return [files.own_file(file_id, person_id=person_id).pk for file_id in file_ids]
