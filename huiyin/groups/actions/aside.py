"""Private talk, and moving a private matter out of the group."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By
from huiyin.groups.actions.changing import take_away
from huiyin.groups.actions.desk import (
    SERVICE,
    Author,
    Words,
    acting_as,
    locked,
    open_messages,
    put,
    record,
)
from huiyin.groups.actions.running import open_group
from huiyin.groups.actions.words import name_key, stand_card, withdraw_card
from huiyin.groups.models import Group, Member, Message, MessageCase
from huiyin.groups.queries.access import Access
from huiyin.groups.queries.talks import may_talk
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind, RevisionKind
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role, Viewer


@transaction.atomic
def private_talk(
    *, viewer: Viewer, post_id: int, now: datetime, person_id: int | None = None
) -> Group:
    """Open the talk between a resident and a post, or return the one that is there.

    person_id: the resident, when the viewer acts for the post. Raises NotThere for a post that does not serve the
    resident, and for a resident the post does not serve.
    """
    resident_id = person_id or viewer.person_id
    post = people.post_facts(post_id)
    if not may_talk(viewer, post, resident_id, now=now):
        raise NotThere(_("没有找到可以私下联系的岗位，请联系您所在网格的网格员。"))
    return open_talk(post, resident_id, by=By(viewer.person_id, None), now=now)


def open_talk(post: PostFacts, person_id: int, *, by: By, now: datetime) -> Group:
    """The one talk of a resident and a post; the rights were asked by the caller."""
    there = Group.objects.filter(talk_person_id=person_id, owner_post_id=post.id)
    found = there.select_related("node", "owner_post").first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return _new_talk(post, person_id, by=by, now=now)
    except IntegrityError:
        # Two who open the same talk at once: the second waited for the first's row, and finds it.
        return there.select_related("node", "owner_post").get()


def _new_talk(post: PostFacts, person_id: int, *, by: By, now: datetime) -> Group:
    talk = open_group(
        kind=GroupKind.PRIVATE_TALK,
        name=people.person(person_id).name,
        node_id=post.node_id,
        owner_post_id=post.id,
        talk_person_id=person_id,
        by=by,
        now=now,
    )
    Member.objects.create(
        group=talk, person_id=person_id, label=_home(person_id, now), joined_at=now
    )
    return talk


def _home(person_id: int, now: datetime) -> str:
    homes = people.households_of(person_id, at=now)
    return homes[0].label if homes else ""


@transaction.atomic
def move_aside(*, viewer: Viewer, message_ids: Sequence[int], now: datetime) -> Group:
    """Move a resident's words from a group to the private talk with its office. Returns the talk.

    The words and the cases that cite them are in the talk from then on; in the group a neutral notice stands, and
    nothing of the matter is shown there any more. Raises NotThere, NotAllowed; Refused for words of several residents
    or of an office; Conflict for words moved or recalled already.
    """
    found, messages = open_messages(viewer, message_ids, tending=True)
    resident_id = _demand_movable(found, messages)
    by = acting_as(viewer, found)
    opened = open_talk(_office(found, resident_id, now), resident_id, by=by, now=now)
    talk = locked(opened.id)  # a talk is locked after its group, everywhere
    if talk is None:
        raise NotThere(_("没有找到这个群，或者您不在这个群里。"))
    copies = {message.id: _copy(talk, found.group, message, now) for message in messages}
    _take_cases_along(found.group, talk, copies, now)
    for message in messages:
        take_away(message, RevisionKind.MOVED_ASIDE, viewer=viewer, found=found, reason="", now=now)
    _leave_notice(found.group, messages, now)
    data = {"messages": [m.id for m in messages], "talk_id": talk.id}
    topics = [f"group:{found.group.id}", f"person:{resident_id}"]
    record("message.moved_aside", found.group, by=by, at=now, data=data, topics=topics)
    return talk


def _demand_movable(found: Access, messages: Sequence[Message]) -> int:
    """Return whose words they are."""
    if found.facts.kind is GroupKind.PRIVATE_TALK:
        raise Refused(_("这已经是私下沟通。"))
    if any(message.recalled_at is not None for message in messages):
        raise Conflict(_("选中的消息里有已经撤回的，请重新选择。"))
    authors = {m.author_person_id for m in messages if m.author_post_id is None}
    author = next(iter(authors), None)
    if len(authors) != 1 or author is None or any(m.author_post_id for m in messages):
        raise Refused(_("一次只能转移同一位居民的消息。"))
    return author


def _office(found: Access, resident_id: int, now: datetime) -> PostFacts:
    """Who talks on with the resident: the officer of their grid, else the owner of the group."""
    for home in people.households_of(resident_id, at=now):
        if home.grid.path.startswith(found.facts.node_path):
            officer = people.responsible_post(role=Role.OFFICER, node_id=home.grid_id)
            if officer is not None:
                return officer
    return people.post_facts(found.group.owner_post_id)


def _copy(talk: Group, group: Group, message: Message, now: datetime) -> Message:
    """The resident's own words, in their own name, with their class, where only the two of them read."""
    words = Words(
        client_key=name_key("aside", message.id),
        text=message.text,
        kind=MessageKind(message.kind),
        file_id=message.file_id,
        sent_at=message.at,
        data={"moved_from": {"group": group.id, "name": group.name, "at": message.at.isoformat()}},
    )
    author = Author(message.author_label, message.author_person_id)
    held = MessageClass(message.message_class or MessageClass.UNANSWERED)
    copy = put(talk, author, words, at=now, message_class=held)
    if message.classed_by_id is not None:
        copy.classed_by_id, copy.classed_at = message.classed_by_id, message.classed_at
        copy.save(update_fields=["classed_by_id", "classed_at"])
    return copy


def _take_cases_along(group: Group, talk: Group, copies: dict[int, Message], now: datetime) -> None:
    """The links follow the words; a case that has no other words in the group leaves it with its card."""
    links = list(MessageCase.objects.filter(message_id__in=copies).select_related("case__holder"))
    for link in links:
        copy = copies[link.message_id]
        link.message_id, link.group, link.seq = copy.id, talk, copy.seq
        link.save(update_fields=["message_id", "group", "seq"])
    for case in {link.case_id: link.case for link in links}.values():
        first = next(link.message_id for link in links if link.case_id == case.id)
        stand_card(case, talk, words=next(c for c in copies.values() if c.id == first), now=now)
        if not MessageCase.objects.filter(case=case, group=group).exists():
            withdraw_card(case, group, now=now)


def _leave_notice(group: Group, messages: Sequence[Message], now: datetime) -> None:
    """Names nobody and nothing: it says only that somebody is being answered."""
    words = Words(
        client_key=name_key("moved", messages[0].id),
        text=_("这里有一件私事，已转为私下沟通，由网格员单独答复。"),
        kind=MessageKind.NOTICE,
        reply_to_id=messages[0].id,
    )
    put(group, SERVICE, words, at=now)
