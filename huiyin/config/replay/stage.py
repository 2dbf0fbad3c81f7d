"""Who and what the names of a transcript stand for in the database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from huiyin.config.replay.transcript import Do, FaultyTranscript, Say, Transcript
from huiyin.groups import queries as groups
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.territory import queries as territory


@dataclass
class Stage:
    """The names known so far: persons, groups, posts and places from the start, messages and cases as they come.

    texts: the words of each line that says something.
    """

    day: str
    persons: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    posts: dict[str, int] = field(default_factory=dict)
    nodes: dict[str, int] = field(default_factory=dict)
    messages: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    viewers: dict[tuple[str, date], Viewer] = field(default_factory=dict)

    def viewer(self, who: str, at: datetime) -> Viewer:
        """Who somebody is, asked once a day: it is a third of the work, and no line changes posts."""
        day = at.date()
        if (who, day) not in self.viewers:
            self.viewers[who, day] = people.viewer_of(self.persons[who], at=at)
        return self.viewers[who, day]

    def key(self, line_id: str, purpose: str) -> UUID:
        """The same key for the same line of the same day, so that a repeat adds nothing."""
        return uuid5(NAMESPACE_URL, f"huiyin:replay:{self.day}:{line_id}:{purpose}")


def set_stage(transcript: Transcript, *, day: str = "") -> Stage:
    """Find everybody and everything the transcript names. Raises FaultyTranscript with all that is missing.

    day: under which the keys are made; that of the transcript if empty.
    """
    faults: list[str] = []
    said = {line.id: line.text for line in transcript.lines if isinstance(line, Say)}
    stage = Stage(day or transcript.day, texts=said)
    made = {
        line.arguments["as"]
        for line in transcript.lines
        if isinstance(line, Do) and "as" in line.arguments
    }
    for line in transcript.lines:
        if isinstance(line, Say | Do):
            where = f"{transcript.path}:{line.number}: "
            faults += [where + fault for fault in _cast(stage, line, made)]
    if faults:
        raise FaultyTranscript(faults)
    return stage


def _cast(stage: Stage, line: Say | Do, made: set[str]) -> Iterable[str]:
    wanted = [("人", stage.persons, line.who)]
    if isinstance(line, Say):
        if line.group not in made:
            wanted.append(("群", stage.groups, line.group))
    else:
        wanted += [
            (what, known, line.arguments[name])
            for name, (what, known) in _places(stage).items()
            if name in line.arguments
        ]
    for what, known, name in wanted:
        if name not in known:
            try:
                known[name] = _FINDERS[what](name)
            except NotThere:
                yield f"系统里没有这个{what}：{name}。"


def _places(stage: Stage) -> dict[str, tuple[str, dict[str, int]]]:
    return {
        "person": ("人", stage.persons),
        "post": ("岗位", stage.posts),
        "to_post": ("岗位", stage.posts),
        "node": ("地方", stage.nodes),
    }


def _person(key: str) -> int:
    return people.person_by_key(key).pk


def _group(key: str) -> int:
    return groups.group_by_key(key).pk


def _post(key: str) -> int:
    return people.post_by_key(key).id


def _node(code: str) -> int:
    return territory.node_by_code(code).pk


_FINDERS: dict[str, Callable[[str], int]] = {
    "人": _person,
    "群": _group,
    "岗位": _post,
    "地方": _node,
}
