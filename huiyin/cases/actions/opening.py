"""Intake: a matter becomes a case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.cases.actions.desk import Act, demand_text
from huiyin.cases.models import Case, CaseFile, NumberSeries, Party
from huiyin.cases.queries.holders import holder_on
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import Channel, Nature
from huiyin.escalation import queries as escalation
from huiyin.escalation.rules import Step, Urgency
from huiyin.ground.commands import actions as commands
from huiyin.ground.files import queries as files
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.lib.times import local
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.territory import queries as territory

TITLE_LENGTH = 24
COMMUNITY_DIGITS = 12


@transaction.atomic
def open_case(
    *,
    viewer: Viewer,
    now: datetime,
    text: str,
    category: str,
    node_id: int,
    channel: Channel,
    nature: Nature = Nature.HELP,
    urgency: Urgency | None = None,
    title: str = "",
    place: str = "",
    lat: float | None = None,
    lng: float | None = None,
    reporter_id: int | None = None,
    is_anonymous: bool = False,
    file_ids: Sequence[int] = (),
    shown_file_ids: Sequence[int] = (),
    client_key: UUID | None = None,
    split_from_id: int | None = None,
) -> Case:
    """Open a case with the post that is responsible first, and start its accept clock.

    text: the matter in the reporter's words, 1 to 5,000 characters. category: a leaf of the category tree. node_id: a
    grid, or a micro-grid; another place of the community where no grid is known. urgency: the category's when not
    given. reporter_id: whoever raised it, None for an officer's own find or an unknown caller. lat, lng: WGS84 degrees,
    both or none. file_ids: the viewer's own uploads; shown_file_ids: files that the caller's own scope has shown them, such
    as the pictures of a group. Raises Refused; NotAllowed when a resident reports for somebody else.
    """
    repeat = commands.repeat_of(client_key, verb="cases.open", person_id=viewer.person_id)
    if repeat is not None:
        return Case.objects.get(pk=repeat)
    if not viewer.is_staff and reporter_id != viewer.person_id:
        raise NotAllowed("您只能以自己的名义反映事情。")
    policy = escalation.policy()
    kind = policy.category(category)
    if not kind.is_leaf:
        raise Refused("请选择具体的事项类别。")
    node = territory.node(node_id)
    speed = urgency or kind.urgency
    rung, holder = holder_on(node.pk, from_rung=policy.first_rung(category, speed))
    words = demand_text(text, what="要反映的事情")
    case = Case(
        number=next_number(node.code, now),
        title=(title.strip() or words.splitlines()[0])[:TITLE_LENGTH],
        text=words,
        nature=nature,
        channel=channel,
        category=category,
        is_restricted=kind.is_restricted,
        urgency=speed,
        node=node,
        area=node.path,
        place=place.strip()[:200],
        lat=lat,
        lng=lng,
        reporter_id=reporter_id,
        is_anonymous=is_anonymous,
        state_since=now,
        rung=rung,
        rung_since=now,
        holder_id=holder.id,
        policy_version=policy.version,
        calendar_version=policy.calendar.version,
        opened_at=now,
        split_from_id=split_from_id,
    )
    by = By(viewer.person_id, viewer.posts[0].id if viewer.posts else None)
    act = Act(
        case=case,
        operation=Operation.ACCEPT,
        now=now,
        policy=policy,
        by=by,
        viewer=viewer,
        client_key=client_key,
    )
    return _put_down(act, [*own_files(file_ids, person_id=viewer.person_id), *shown_file_ids])


def _put_down(act: Act, file_ids: Sequence[int]) -> Case:
    case, now = act.case, act.now
    accept, handle = act.limit(Step.ACCEPT), act.limit(Step.HANDLE)
    if accept is None or handle is None:
        raise Refused("这一层级还没有设定受理和办理时限，请联系管理员。")
    case.handle_due_at = act.due(handle, since=now).at
    case.due_at = case.clock_at = now  # replaced by the step's own before anybody sees the row
    case.save(force_insert=True)
    Party.objects.create(case=case, person_id=case.reporter_id, since=now)
    attach(case, file_ids, person_id=act.by.person_id, now=now, is_public=True)
    act.begin_step(Step.ACCEPT)
    urgent = act.policy.told_at_once(Urgency(case.urgency))
    copied = people.responsible_posts(roles=urgent, node_id=case.node_id).values()
    return act.finish(
        "opened",
        f"已登记，由{holder_title(case)}受理。",
        is_public=True,
        tell_posts={case.holder_id, *(post.id for post in copied)},
        channel=str(case.channel),
    )


def next_number(place_code: str, now: datetime) -> str:
    """The next number of a community's year, `25003201-2026-00017`: county, street, community; year; serial.

    place_code: of the community or anything below it.
    """
    community, year = place_code[:COMMUNITY_DIGITS], local(now).year
    NumberSeries.objects.get_or_create(community=community, year=year)
    series = NumberSeries.objects.select_for_update().get(community=community, year=year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{community[4:]}-{year}-{series.last:05}"


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


def holder_title(case: Case) -> str:
    return people.post_facts(case.holder_id).title
