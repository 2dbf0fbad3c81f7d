"""Forgetting a person: every app takes out what it holds, the highest floor first, in one transaction.

The ledger stays as it was sealed: its entries carry ids and a hash of what was written, and the words that stand beside them
go (`ledger.actions.redact`). What is kept is told with the rule that keeps it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huiyin.ground.commands.actions import forget_keys_of
from huiyin.ground.files.actions import remove_files_of
from huiyin.ground.ledger.actions import By, record, redact
from huiyin.ground.ledger.queries import words_about
from huiyin.lib.refusal import Refused
from huiyin.people import queries as people
from huiyin.people.actions import change_phone
from huiyin.people.actions.forgetting import forget_person, rename_person
from huiyin.trust.models import Consent, DataRequest, Destruction, Look, Original
from huiyin.trust.rules.erasing import (
    GONE_WORDS,
    KEPT_CONSENT,
    KEPT_TRACE,
    KEPT_WORK,
    Part,
    Subject,
)


@dataclass(frozen=True)
class Erasing:
    """An erasure under way. entry_id: of the ledger, which says why words are gone."""

    subject: Subject
    entry_id: int
    now: datetime

    def redact(self, about: str, ids: list[int]) -> int:
        """Take the person out of what was written in the entries about these subjects. Returns how many were changed."""
        changes = {
            said.entry_id: {
                name: self._rest(str(value), is_own=said.is_own)
                for name, value in said.words.items()
            }
            for said in words_about(about, ids, person_id=self.subject.person_id)
        }
        return redact(changes, by_entry_id=self.entry_id)

    def _rest(self, words: str, *, is_own: bool) -> str:
        return GONE_WORDS if is_own else self.subject.without(words)


# why somebody cannot be forgotten yet, as a sentence; empty when nothing stands against it
Obstacle = Callable[[int, datetime], str]
Eraser = Callable[[Erasing], list[Part]]
# what a person wrote that is shown again elsewhere
Traces = Callable[[int], list[str]]
_parts: dict[str, "Holder"] = {}


@dataclass(frozen=True)
class Holder:
    """An app that holds something of people."""

    obstacle: Obstacle
    eraser: Eraser
    traces: Traces


def register(name: str, *, obstacle: Obstacle, eraser: Eraser, traces: Traces) -> None:
    """Have an app asked before, and work at, every erasure; called from `AppConfig.ready`, lower floors first."""
    _parts[name] = Holder(obstacle, eraser, traces)


def demand_nothing_stands_against(person_id: int, *, now: datetime) -> None:
    """Raises Refused with the first thing that has to end before."""
    if people.viewer_of(person_id, at=now).own_post_ids:
        raise Refused("您现在还在岗位上，请先离岗，再要求删除。")
    for holder in _parts.values():
        if sentence := holder.obstacle(person_id, now):
            raise Refused(sentence)


@transaction.atomic
def erase_person(*, person_id: int, by: By, now: datetime) -> Destruction:
    """Forget a person, and return the record of what is gone and what was kept under which rule. Once is enough.

    Raises Refused while something stands against it.
    """
    people.lock_person(person_id)
    if before := Destruction.objects.filter(person_id=person_id).first():
        return before
    demand_nothing_stands_against(person_id, now=now)
    entry_id = record(
        "person.erased",
        subject="person",
        subject_id=person_id,
        by=by,
        at=now,
        area="",
        data={},
        topics=[f"person:{person_id}"],
    )
    erasing = Erasing(_subject(person_id), entry_id, now)
    parts = [part for holder in reversed(_parts.values()) for part in holder.eraser(erasing)]
    parts += _own(erasing)
    return Destruction.objects.create(
        person_id=person_id,
        parts=[list(part) for part in parts if part.number],
        entry_id=entry_id,
        at=now,
    )


@transaction.atomic
def correct_person(*, person_id: int, name: str, phone: str | None, by: By, now: datetime) -> None:
    """Put a name or a number right. phone: None leaves it as it is. Raises Refused for what is no name or number."""
    if name.strip():
        rename_person(person_id=person_id, name=name, by=by, now=now)
    if phone is not None and phone.strip():
        change_phone(person_id=person_id, phone=phone, by=by, now=now)


def _subject(person_id: int) -> Subject:
    person = people.person(person_id)
    said = [words for holder in _parts.values() for words in holder.traces(person_id)]
    return Subject(
        person_id,
        person.name,
        person.phone,
        homes=tuple(people.all_homes_of(person_id)),
        said=tuple(said),
        keeps_name=people.ever_held(person_id),
    )


def _own(erasing: Erasing) -> list[Part]:
    """What people, files and trust itself hold."""
    person_id = erasing.subject.person_id
    looks = Look.objects.filter(person_id=person_id).update(words=GONE_WORDS)
    DataRequest.objects.filter(person_id=person_id).update(text=GONE_WORDS)
    erasing.redact("person", [person_id])
    forget_keys_of(person_id)
    originals = _let_originals_go(erasing.subject)
    Consent.objects.filter(person_id=person_id).exclude(guardian="").update(guardian=GONE_WORDS)
    gone = forget_person(
        person_id=person_id, keeps_name=erasing.subject.keeps_name, now=erasing.now
    )
    return [
        Part("照片、语音、视频", remove_files_of(person_id)),
        *(Part(what, count) for what, count in gone.items()),
        Part("打了星号的话的原文", originals),
        Part("查看记录的说明", looks),
        Part("同意记录", Consent.objects.filter(person_id=person_id).count(), KEPT_CONSENT),
        Part("任职记录", int(erasing.subject.keeps_name), KEPT_WORK),
        Part("操作记录", 1, KEPT_TRACE),
    ]


def _let_originals_go(subject: Subject) -> int:
    """Destroy what is kept under lock of the person's words, and what others wrote of them. Returns how many.

    All are read, because they are encrypted; there are only those of some months.
    """
    kept = Original.objects.only("pk", "person_id", "text").iterator()
    named = [
        each.pk
        for each in kept
        if each.person_id == subject.person_id or subject.without(each.text) != each.text
    ]
    gone, _rows = Original.objects.filter(pk__in=named).delete()
    return gone
