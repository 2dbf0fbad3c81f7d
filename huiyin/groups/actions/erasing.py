"""Taking a person out of groups: their words and files go, and they go out of what was said to and about them."""

from datetime import datetime

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from huiyin.groups.models import Group, Member, Message, MessageCase, MessageRevision
from huiyin.groups.rules import MessageClass
from huiyin.trust.actions.erasing import Erasing
from huiyin.trust.rules.erasing import GONE_NAME, GONE_WORDS, Part, Subject

CHUNK = 500


def obstacle(_person_id: int, _now: datetime) -> str:
    """Nobody has to stay for the sake of a group."""
    return ""


def traces(_person_id: int) -> list[str]:
    """What somebody says in a group is not said again by others, unless they write it themselves."""
    return []


def erase(erasing: Erasing) -> list[Part]:
    """Empty what the person said, all of their private talks, and every mention in the groups they were in."""
    subject, now = erasing.subject, erasing.now
    person_id = subject.person_id
    talks = list(Group.objects.filter(talk_person_id=person_id).values_list("pk", flat=True))
    member_of = Member.objects.filter(person_id=person_id)
    groups = sorted({*member_of.values_list("group_id", flat=True), *talks})
    theirs = Q(author_person_id=person_id, author_post=None) | Q(group_id__in=talks)
    own = Message.objects.filter(group_id__in=groups).filter(theirs)
    ids = list(own.values_list("pk", flat=True))
    said = _empty(own, person_id=person_id, now=now)
    MessageRevision.objects.filter(message_id__in=ids).update(text="", file=None, reason=GONE_WORDS)
    cited = MessageCase.objects.filter(Q(author_person_id=person_id) | Q(message_id__in=ids))
    cited.update(text=GONE_WORDS, author_label=GONE_NAME, file=None)
    mentions = sum(
        _take_out(rows.filter(group_id__in=groups), subject)
        for rows in (Message.objects, MessageRevision.objects, MessageCase.objects)
    )
    Group.objects.filter(pk__in=talks).update(name=GONE_NAME, is_active=False)
    left = member_of.update(label=GONE_NAME, household=None, left_at=Coalesce("left_at", now))
    words = erasing.redact("group", groups)
    return [
        Part("群里和单独说的话", said),
        Part("别人话里的姓名、电话、住址", mentions + words),
        Part("所在的群", left),
    ]


def _empty(messages: QuerySet[Message], *, person_id: int, now: datetime) -> int:
    """As if taken back, with nothing kept; what nobody answered waits no longer."""
    unanswered = When(message_class=MessageClass.UNANSWERED.value, then=Value(None))
    messages.filter(author_person_id=person_id, author_post=None).update(author_label=GONE_NAME)
    return messages.update(
        text="",
        file=None,
        data={},
        recalled_at=Coalesce("recalled_at", now),
        message_class=Case(unanswered, default=F("message_class")),
    )


def _take_out(
    rows: "QuerySet[Message] | QuerySet[MessageRevision] | QuerySet[MessageCase]", subject: Subject
) -> int:
    """Rewrite words that name the person. Returns how many did."""
    named = Q()
    for trace in subject.traces:
        named |= Q(text__contains=trace)
    if not named:
        return 0
    found = list(rows.filter(named).values_list("pk", "text"))
    for pk, text in found:
        rows.filter(pk=pk).update(text=subject.without(text))
    return len(found)
