"""What people agreed to, as it stands now."""

from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.trust.models import Consent, ConsentNotice
from huiyin.trust.rules.consent import ASKED_APART, Answer, Topic, holds, may_ask


@dataclass(frozen=True)
class Matter:
    """A topic before one person: the notice as it stands, and their last word."""

    topic: Topic
    notice: ConsentNotice
    answer: Answer | None

    @property
    def is_given(self) -> bool:
        return holds(self.answer, version=self.notice.version)

    @property
    def may_ask(self) -> bool:
        return may_ask(self.answer, version=self.notice.version)


def notices() -> dict[Topic, ConsentNotice]:
    """The newest notice of each topic; a topic without one is not asked for. One query."""
    newest = ConsentNotice.objects.order_by("topic", "-version").distinct("topic")
    return {Topic(notice.topic): notice for notice in newest}


def notice(notice_id: int) -> ConsentNotice | None:
    return ConsentNotice.objects.filter(pk=notice_id).first()


def matters_of(person_id: int) -> list[Matter]:
    """Every topic that is asked for by itself, with the person's last word. Two queries."""
    told, said = notices(), answers([person_id])
    return [
        Matter(topic, told[topic], said.get((person_id, topic)))
        for topic in ASKED_APART
        if topic in told
    ]


def answers(
    person_ids: Iterable[int], *, topic: Topic | None = None
) -> dict[tuple[int, Topic], Answer]:
    """The last words of several persons, by person and topic; who said nothing is missing. One query."""
    said = Consent.objects.filter(person_id__in=set(person_ids)).select_related("notice")
    if topic is not None:
        said = said.filter(topic=topic.value)
    last = said.order_by("person_id", "topic", "-id").distinct("person_id", "topic")
    return {
        (each.person_id, Topic(each.topic)): Answer(each.is_given, each.notice.version, each.at)
        for each in last
    }


def refused(person_ids: Iterable[int], *, topic: Topic) -> set[int]:
    """Who of these said no. Silence is no refusal, and no consent either."""
    said = answers(person_ids, topic=topic)
    return {person_id for (person_id, _topic), answer in said.items() if not answer.is_given}


def story_of(person_id: int) -> list[Consent]:
    """Every answer a person ever gave, newest first."""
    said = Consent.objects.filter(person_id=person_id).select_related("notice", "by_post")
    return list(said.order_by("-id"))
