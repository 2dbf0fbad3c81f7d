"""The answer, where the words stand: in the group, or in the private talk, once for each answer and place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.cases.models import Answer, Case
from huiyin.cases.rules.words import DELIVERED_CHANNELS, Outcome, TellChannel
from huiyin.ground.ledger.actions import By
from huiyin.ground.ledger.models import Entry
from huiyin.groups.actions.aside import open_talk
from huiyin.groups.actions.desk import SERVICE, Author, Words, locked, say_once
from huiyin.groups.actions.steps import in_order, show_step
from huiyin.groups.actions.words import card_data, name_key, shows_in
from huiyin.groups.models import CaseCard, Group, Message, MessageCase
from huiyin.groups.rules import GroupKind, MessageKind
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role


def deliver_answer(entry: Entry) -> None:
    """Bring an answer to the people it was told to, and the cards up to date.

    `group_reply` goes to every group where words of the case stand, `private_message` to the private talk of each
    person told. What was told by phone, at the door or on paper is only mentioned under the card.
    """
    case = Case.objects.select_related("holder").get(pk=entry.subject_id)
    channel, is_reached = TellChannel(entry.data["channel"]), entry.data["reached"]
    # groups first, then talks: the order in which they are locked everywhere
    show_step(entry)
    if entry.kind == "case.told" and is_reached and channel is not TellChannel.GROUP_REPLY:
        _mention(entry, case, channel)
    if is_reached and channel in DELIVERED_CHANNELS:
        _deliver(entry, case, Answer.objects.get(pk=entry.data["answer_id"]), channel)


def _deliver(entry: Entry, case: Case, answer: Answer, channel: TellChannel) -> None:
    if channel is TellChannel.GROUP_REPLY:
        for group_id in in_order(MessageCase.objects.filter(case=case)):
            _answer_in(entry, case, answer, group_id)
    else:
        known = [person_id for person_id in entry.data["person_ids"] if person_id is not None]
        talks = {_talk(entry, case, person_id).id for person_id in known}
        for talk_id in sorted(talks):
            _answer_in(entry, case, answer, talk_id)


def _talk(entry: Entry, case: Case, person_id: int) -> Group:
    """Where the person and an office talk: where the matter stands already, else with the officer of the place."""
    stands = MessageCase.objects.filter(case=case, group__talk_person_id=person_id)
    there = stands.select_related("group__node", "group__owner_post").first()
    if there is not None:
        return there.group
    by = By(entry.by_person_id, entry.by_post_id)
    return open_talk(_office(case), person_id, by=by, now=entry.at)


def _office(case: Case) -> PostFacts:
    officer = people.responsible_post(role=Role.OFFICER, node_id=case.node_id)
    return officer or people.post_facts(case.holder_id)


@transaction.atomic
def _answer_in(entry: Entry, case: Case, answer: Answer, group_id: int) -> None:
    group = locked(group_id)
    if group is None or not shows_in(case, group):
        return
    words = Words(
        # the same answer told to several neighbours is said once in their group
        client_key=name_key("answer", answer.id, group.id),
        text=answer_text(case, answer, is_private=group.kind == GroupKind.PRIVATE_TALK),
        kind=MessageKind.TEXT,
        reply_to_id=_first_words(case, group),
        data=card_data(case) | {"is_answer": True, "outcome": answer.outcome},
    )
    say_once(group, _teller(entry), words, at=entry.at)


def _first_words(case: Case, group: Group) -> int | None:
    """The words the answer is given under; recalled ones stand no more, their card does."""
    cited = MessageCase.objects.filter(case=case, group=group).values("message_id")
    standing = Message.objects.filter(id__in=cited, recalled_at=None).order_by("seq")
    card = CaseCard.objects.filter(case=case, group=group).values_list("message_id", flat=True)
    return standing.values_list("id", flat=True).first() or card.first()


def answer_text(case: Case, answer: Answer, *, is_private: bool) -> str:
    """The answer as it is read, with what is done instead and when it is looked at again."""
    parts = [_("关于“%(title)s”：") % {"title": case.title} if is_private else "", answer.text]
    if answer.measures:
        parts.append(_("接下来：%(measures)s") % {"measures": answer.measures})
    if answer.outcome == Outcome.PLANNED and answer.review_on:
        day = _("%(month)d月%(day)d日") % {
            "month": answer.review_on.month,
            "day": answer.review_on.day,
        }
        parts.append(_("我们会在%(day)s再看进展。") % {"day": day})
    return "\n".join(part for part in parts if part)


def _teller(entry: Entry) -> Author:
    """Whoever told it signs it; what the clock tells is signed by the service."""
    if entry.by_post_id is None or entry.by_person_id is None:
        return SERVICE
    title, name = people.post_facts(entry.by_post_id).title, people.person(entry.by_person_id).name
    return Author(f"{title} {name}", entry.by_person_id, entry.by_post_id)


def _mention(entry: Entry, case: Case, channel: TellChannel) -> None:
    """Who asked in the group sees that it was answered; what was said stays between them."""
    cards = CaseCard.objects.filter(case=case).exclude(group__kind=GroupKind.PRIVATE_TALK)
    for card in cards.order_by("group_id"):
        _mention_in(entry, case, card, channel, at=entry.at)


@transaction.atomic
def _mention_in(
    entry: Entry, case: Case, card: CaseCard, channel: TellChannel, *, at: datetime
) -> None:
    group = locked(card.group_id)
    if group is None or not shows_in(case, group):
        return
    if not CaseCard.objects.filter(id=card.id).exists():  # moved aside while we waited
        return
    words = Words(
        client_key=name_key(entry.id, group.id),
        text=_("这件事已答复诉求人（%(channel)s）。") % {"channel": channel.label},
        kind=MessageKind.NOTICE,
        reply_to_id=card.message_id,
        data=card_data(case) | {"step": entry.kind},
    )
    say_once(group, SERVICE, words, at=at)
