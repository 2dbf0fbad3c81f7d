"""The public steps of a case, under its card in every group that has words of it."""

from django.db import transaction
from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.ground.ledger.actions import CLOCK
from huiyin.ground.ledger.models import Entry
from huiyin.groups.actions.desk import SERVICE, Words, locked, record, say_once
from huiyin.groups.actions.words import (
    card_data,
    cite_for,
    is_private,
    name_key,
    shows_in,
    stand_card,
)
from huiyin.groups.models import CaseCard, Group, Message, MessageCase
from huiyin.groups.rules import GroupKind, MessageKind

# Steps that are said in words. Of the others the card changes silently: what a resident wrote on their own page
# (a rating, an urging, a reply) is not repeated before the neighbours.
SAID = frozenset(
    {
        "case.accepted",
        "case.noted",
        "case.handed_up",
        "case.moved_up",
        "case.promised",
        "case.extension_decided",
        "case.suspended",
        "case.resumed",
        "case.reporter_asked",
        "case.reopened",
        "case.merged",
    }
)
QUESTION = "case.reporter_asked"


def show_step(entry: Entry) -> None:
    """Bring the cards of a case up to date, and say a public step below them. Once for each entry and group."""
    if not entry.data.get("is_public"):
        return
    case = Case.objects.select_related("holder").get(pk=entry.subject_id)
    for group_id in cards_of(case):
        _show(entry, case, group_id)


def cards_of(case: Case) -> list[int]:
    """The groups in which a card of the case stands, in the order of locking."""
    return in_order(CaseCard.objects.filter(case=case))


def in_order(rows: QuerySet[CaseCard] | QuerySet[MessageCase]) -> list[int]:
    """The groups of cards or words in the order of locking: groups by id, then private talks by id."""
    is_talk = Q(group__kind=GroupKind.PRIVATE_TALK.value)
    found = rows.annotate(is_talk=is_talk).order_by("is_talk", "group_id")
    return list(dict.fromkeys(found.values_list("group_id", flat=True)))


@transaction.atomic
def _show(entry: Entry, case: Case, group_id: int) -> None:
    group = locked(group_id)
    # read under the lock: the words may just have been moved aside
    card = CaseCard.objects.filter(case=case, group_id=group_id).first()
    if group is None or card is None or not shows_in(case, group):
        return
    Message.objects.filter(id=card.message_id).update(data=card_data(case))
    if entry.kind in SAID and _may_be_said(entry, group):
        say_once(group, SERVICE, _step(entry, case, card), at=entry.at)
    topics = [f"group:{group.id}"]
    data = {"message_id": card.message_id, "case_id": case.id, "entry_id": entry.id}
    record("message.card_changed", group, by=CLOCK, at=entry.at, data=data, topics=topics)


def _may_be_said(entry: Entry, group: Group) -> bool:
    """A merge names the other case: not before the neighbours, when that one is between two people."""
    if entry.kind != "case.merged":
        return True
    return _may_stand(Case.objects.get(pk=entry.data["into_id"]), group)


def _step(entry: Entry, case: Case, card: CaseCard) -> Words:
    is_question = entry.kind == QUESTION
    return Words(
        client_key=name_key(entry.id, card.group_id),
        text=entry.data["text"],
        kind=MessageKind.NOTICE,
        reply_to_id=card.words_id if is_question else card.message_id,
        data=card_data(case)
        | {"step": entry.kind}
        | ({"is_question": True} if is_question else {}),
    )


def follow_merge(entry: Entry) -> None:
    """Words of a merged case are words of the case it went into: its answer is given under them too."""
    _hand_on(from_case_id=entry.subject_id, to_case_id=entry.data["into_id"], entry=entry)


def follow_split(entry: Entry) -> None:
    """The cases that were split off stand under the words they came from."""
    for part_id in entry.data["part_ids"]:
        _hand_on(from_case_id=entry.subject_id, to_case_id=part_id, entry=entry)


def _hand_on(*, from_case_id: int, to_case_id: int, entry: Entry) -> None:
    for group_id in in_order(MessageCase.objects.filter(case_id=from_case_id)):
        _hand_on_in(group_id, from_case_id, to_case_id, entry)


@transaction.atomic
def _hand_on_in(group_id: int, from_case_id: int, to_case_id: int, entry: Entry) -> None:
    group = locked(group_id)
    to_case = Case.objects.select_related("holder").get(pk=to_case_id)
    if group is None or not _may_stand(to_case, group):
        return
    links = MessageCase.objects.filter(case_id=from_case_id, group=group)
    messages = list(Message.objects.filter(id__in=links.values("message_id")).order_by("seq"))
    if messages:
        cite_for(to_case, messages, by_id=entry.by_person_id, now=entry.at)
        stand_card(to_case, group, words=messages[0], now=entry.at)


def _may_stand(case: Case, group: Group) -> bool:
    """No group hears of a private matter, not even through a case that was merged into it."""
    return group.kind == GroupKind.PRIVATE_TALK or not (is_private(case) or case.is_restricted)
