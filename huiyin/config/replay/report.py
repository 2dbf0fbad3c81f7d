"""The echo report 回音报告: what was said and how it was sorted, what became of the cases, who was told."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from huiyin.cases.queries.detail import CaseDetail, detail
from huiyin.cases.rules.words import Outcome, State, TellChannel
from huiyin.config.replay.playing import Played
from huiyin.config.replay.transcript import Say
from huiyin.escalation.rules import Rung
from huiyin.ground.ledger import queries as ledger
from huiyin.groups import queries as groups
from huiyin.groups.queries import Line
from huiyin.groups.rules import MessageClass
from huiyin.people import queries as people
from huiyin.people.rules import Viewer

ENDED_BY_CLOCK = "move_up"


@dataclass(frozen=True)
class Telling:
    """One telling of an answer. to: name of who heard it, or of nobody for a posting. after: since the intake."""

    to: str
    channel: str
    reached: bool
    at: datetime
    after: timedelta


@dataclass(frozen=True)
class CaseLine:
    """A case of the day. rungs: in the order visited; `↑` before one that the clock moved it to."""

    name: str
    number: str
    title: str
    state: str
    rungs: tuple[str, ...]
    opened_at: datetime
    told_at: datetime | None
    outcome: str
    tellings: tuple[Telling, ...]
    owed_to: tuple[str, ...]

    @property
    def is_told(self) -> bool:
        return self.told_at is not None and not self.owed_to


@dataclass(frozen=True)
class Unanswered:
    """Words of a resident that nobody sorted."""

    id: str
    group: str
    who: str
    at: datetime
    text: str


@dataclass(frozen=True)
class EchoReport:
    """classes: by group, how many residents' messages are in each class; `recalled` stands beside the classes."""

    day: str
    title: str
    new_lines: int
    messages: int
    classes: Mapping[str, Mapping[str, int]]
    cases: tuple[CaseLine, ...]
    unanswered: tuple[Unanswered, ...]
    untold: tuple[CaseLine, ...] = field(default=())

    @property
    def is_complete(self) -> bool:
        """事事有回音: nothing is left unanswered or untold."""
        return not self.unanswered and not self.untold


def report(played: Played) -> EchoReport:
    """Read back from the database what became of the words and cases of a day that was played."""
    end = played.transcript.lines[-1].at if played.transcript.lines else None
    said = _said(played, end)
    found = (
        tuple(_case_line(name, case_id, end) for name, case_id in played.stage.cases.items())
        if end
        else ()
    )
    waiting = (_waiting(line, group, words) for line, group, words in said if _is_unanswered(words))
    return EchoReport(
        day=played.transcript.day,
        title=played.transcript.title,
        new_lines=played.new_lines,
        messages=sum(isinstance(line, Say) for line in played.transcript.lines),
        classes=_classes(said),
        cases=found,
        unanswered=tuple(sorted(waiting, key=lambda words: words.at)),
        untold=tuple(
            sorted((line for line in found if not line.is_told), key=lambda line: line.opened_at)
        ),
    )


def _said(played: Played, end: datetime | None) -> list[tuple[Say, str, Line]]:
    """Each line that was said, with the name of its group and as the office of the group sees it."""
    said = [line for line in played.transcript.lines if isinstance(line, Say)]
    seen: dict[int, Line] = {}
    names: dict[int, str] = {}
    for key in dict.fromkeys(line.group for line in said):
        speaker = next(line.who for line in said if line.group == key)
        group_id = played.stage.groups[key]
        group = groups.access_group(played.stage.viewer(speaker, _set(end)), group_id).group
        names[group_id] = f"私下：{group.name}" if group.talk_person_id else group.name
        office = _who_acts_for(group.owner_post_id, _set(end))
        seen |= {line.id: line for line in _all_lines(office, group_id)}
    words = ((line, seen[played.stage.messages[line.id]]) for line in said)
    return [(line, names[heard.group_id], heard) for line, heard in words]


def _all_lines(viewer: Viewer, group_id: int) -> Iterable[Line]:
    after = 0
    while True:
        page = groups.messages(viewer, group_id, after_seq=after, limit=200)
        yield from page.lines
        if not page.has_after:
            return
        after = page.lines[-1].seq


def _who_acts_for(post_id: int, at: datetime) -> Viewer:
    return people.viewer_of(people.acting_person_ids(post_id, at=at)[0], at=at)


def _set(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("an empty day has nobody to ask")
    return moment


def _is_unanswered(words: Line) -> bool:
    return words.message_class is MessageClass.UNANSWERED and not words.recalled


def _waiting(line: Say, group: str, words: Line) -> Unanswered:
    return Unanswered(line.id, group, words.label, line.at, line.text)


def _classes(said: Sequence[tuple[Say, str, Line]]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for _line, group, words in said:
        if words.recalled:
            counts.setdefault(group, Counter())["recalled"] += 1
        elif words.message_class is not None:
            counts.setdefault(group, Counter())[str(words.message_class)] += 1
    return {group: dict(counted) for group, counted in counts.items()}


def _case_line(name: str, case_id: int, end: datetime) -> CaseLine:
    """A case as whoever holds it sees it."""
    last = ledger.history("case", case_id)[-1]
    found = detail(_who_acts_for(last.data["holder_id"], end), case_id, now=end)
    case = found.case
    return CaseLine(
        name=name,
        number=case.number,
        title=case.title,
        state=State(case.state).label,
        rungs=_rungs(found),
        opened_at=case.opened_at,
        told_at=case.told_at,
        outcome=Outcome(case.outcome).label if case.outcome else "",
        tellings=_tellings(found),
        owed_to=tuple(_name(party.person_id) for party in found.parties if party.told_at is None),
    )


def _rungs(found: CaseDetail) -> tuple[str, ...]:
    visited: list[str] = []
    rung, is_by_clock = 0, False
    for step in sorted(found.steps, key=lambda step: step.id):
        if step.rung != rung:
            visited.append(("↑" if is_by_clock else "") + Rung(step.rung).label)
        rung, is_by_clock = step.rung, step.ended_by == ENDED_BY_CLOCK
    return tuple(visited)


def _tellings(found: CaseDetail) -> tuple[Telling, ...]:
    who = {party.pk: _name(party.person_id) for party in found.parties}
    return tuple(
        Telling(
            to=who[telling.party_id],
            channel=TellChannel(telling.channel).label,
            reached=telling.reached,
            at=telling.at,
            after=telling.at - found.case.opened_at,
        )
        for telling in found.tellings
    )


def _name(person_id: int | None) -> str:
    return people.person(person_id).name if person_id else "（未留姓名）"
