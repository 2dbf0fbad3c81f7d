"""Notices in versions, and what people answer to them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huiyin.ground.commands.actions import repeat_of
from huiyin.ground.ids import new_id
from huiyin.ground.ledger.actions import CLOCK, By, record
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.people import queries as people
from huiyin.trust.models import Consent, ConsentNotice
from huiyin.trust.queries import consents
from huiyin.trust.rules.consent import Topic, holds


@transaction.atomic
def publish_notice(*, topic: Topic, text: str, now: datetime, by: By = CLOCK) -> str:
    """Make a text the notice of a topic, as its next version. Returns "new", "changed", or "same" for the text it has."""
    present = consents.notices().get(topic)
    words = text.strip()
    if present is not None and present.text == words:
        return "same"
    version = present.version + 1 if present else 1
    made = ConsentNotice.objects.create(topic=topic, version=version, text=words, since=now)
    record(
        "consent.notice_published",
        subject="notice",
        subject_id=made.pk,
        by=by,
        at=now,
        area="",
        data={"topic": topic.value, "version": version},
    )
    return "changed" if present else "new"


@transaction.atomic
def answer(
    *,
    person_id: int,
    notice_id: int,
    is_given: bool,
    now: datetime,
    by: By | None = None,
    client_key: UUID | None = None,
    guardian: str = "",
) -> Consent:
    """Write down what a person answers to a notice. by: an office that wrote it down for them; themselves when left out.
    guardian: who agrees for a child, by name.

    Raises Conflict when another version is in force meanwhile: nobody agrees to what they have not read. A no holds for
    whatever version it was said to.
    """
    people.lock_person(person_id)
    notice = _in_force(notice_id, is_given=is_given)
    who = by or By(person_id, None)
    made_id = new_id()
    before = repeat_of(client_key, verb="consent", person_id=who.person_id, result_id=made_id)
    if before is not None:
        return Consent.objects.get(pk=before)
    made = Consent.objects.create(
        id=made_id,
        person_id=person_id,
        notice=notice,
        topic=notice.topic,
        is_given=is_given,
        guardian=guardian,
        by_person_id=who.person_id or person_id,
        by_post_id=who.post_id,
        at=now,
    )
    _record(made, who)
    return made


@transaction.atomic
def agree_to_join(
    *, person_id: int, read: Mapping[Topic, int | None], guardian: str = "", now: datetime
) -> None:
    """Write down what who joins agreed to, and for a child their guardian. The same version once.

    read: which notices, as `demand_read` wants them. A place without a notice of joining has nothing to be agreed to.
    """
    told = demand_read(read)
    given = {topic: said for (_person, topic), said in consents.answers([person_id]).items()}
    for topic in read:
        notice = told.get(topic)
        if notice is not None and not holds(given.get(topic), version=notice.version):
            answer(
                person_id=person_id,
                notice_id=notice.pk,
                is_given=True,
                now=now,
                guardian=guardian if topic is Topic.CHILD else "",
            )


def demand_read(read: Mapping[Topic, int | None]) -> dict[Topic, ConsentNotice]:
    """The notices in force. read: the id of the notice that was shown, of joining and, for a child, of guardians.

    Raises Conflict where another version is in force meanwhile, Refused for a child where guardians are told nothing.
    """
    told = consents.notices()
    if Topic.CHILD in read and Topic.CHILD not in told:
        raise Refused("未满 14 周岁的孩子，这里还不能在线加入，请监护人联系网格员。")
    if any(topic in told and told[topic].pk != shown for topic, shown in read.items()):
        raise Conflict("这份告知已经更新，请看过新的内容再决定。")
    return told


def _in_force(notice_id: int, *, is_given: bool) -> ConsentNotice:
    notice = consents.notice(notice_id)
    if notice is None:
        raise NotThere("没有找到这份告知。")
    if is_given and consents.notices()[Topic(notice.topic)].pk != notice.pk:
        raise Conflict("这份告知已经更新，请看过新的内容再决定。")
    return notice


def _record(made: Consent, by: By) -> None:
    record(
        "consent.given" if made.is_given else "consent.refused",
        subject="person",
        subject_id=made.person_id,
        by=by,
        at=made.at,
        area="",
        data={"topic": made.topic, "version": made.notice.version},
        topics=[f"person:{made.person_id}"],
    )
