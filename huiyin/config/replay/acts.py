"""One line of a transcript becomes one call of a real action."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from huiyin.cases import actions as cases
from huiyin.cases.rules.words import Channel, Nature, Outcome, Supervision, TellChannel
from huiyin.config.replay import media, shapes
from huiyin.config.replay.stage import Stage
from huiyin.config.replay.transcript import Do, Say
from huiyin.escalation.rules import Urgency
from huiyin.ground.files.actions import store_upload
from huiyin.groups import actions as groups
from huiyin.groups.rules import MessageClass
from huiyin.people.rules import Viewer

# kept under the name `as`: what the act made
MAKES_CASE = frozenset({"make_case", "open_case"})
MAKES_GROUP = frozenset({"move_aside", "private_talk"})
IN_GROUPS = frozenset(
    [
        "answer_here",
        "classify",
        "make_case",
        "link_to_case",
        "unlink",
        "move_aside",
        "private_talk",
        "edit_message",
        "recall_message",
    ]
)
ON_ONE_MESSAGE = frozenset({"edit_message", "recall_message"})
WITH_CLIENT_KEY = frozenset({"answer_here", "make_case"})


@dataclass(frozen=True)
class Performer:
    """Plays lines at their time, or at another: `now` is given with each line and shifts the dates in it."""

    stage: Stage

    def say(self, line: Say, *, now: datetime) -> int:
        """Send the words. Returns the id of the message."""
        viewer = self.stage.viewer(line.who, now)
        message = groups.send_message(
            viewer=viewer,
            group_id=self.stage.groups[line.group],
            text=line.text,
            file_id=self._heard_or_seen(line, viewer, now),
            reply_to_id=self.stage.messages[line.reply_to] if line.reply_to else None,
            client_key=self.stage.key(line.id, "act"),
            now=now,
        )
        return message.pk

    def do(self, line: Do, *, now: datetime) -> int:
        """Act. Returns the id of what the act answered with: a message, a case, a group; 0 where it is nothing."""
        viewer = self.stage.viewer(line.who, now)
        action = _action(line.verb)
        result = action(viewer=viewer, now=now, **self._arguments(line, viewer, now))
        return getattr(result, "pk", None) or 0

    def _heard_or_seen(self, line: Say, viewer: Viewer, now: datetime) -> int | None:
        if line.voice_s:
            stream = media.voice(seconds=line.voice_s)
        elif line.has_photo:
            stream = media.picture(seed=f"{self.stage.day} {line.id}", at=now)
        else:
            return None
        return store_upload(stream=stream, person_id=viewer.person_id, now=now).pk

    def _arguments(self, line: Do, viewer: Viewer, now: datetime) -> dict[str, Any]:
        """What the action is called with: names as ids, words as their enumerations, dates moved, a photo taken in."""
        given = line.arguments
        named = {"as", "photo", "messages", *_NAMES}
        plain = {name: value for name, value in given.items() if name not in named}
        found = plain | _words(line.verb, given) | _dates(given, by=now - line.at)
        found |= self._names(line.verb, given)
        if given.get("photo"):
            stream = media.picture(seed=f"{self.stage.day} {line.id}", at=now)
            found["file_ids"] = [
                store_upload(stream=stream, person_id=viewer.person_id, now=now).pk
            ]
        if line.verb not in IN_GROUPS or line.verb in WITH_CLIENT_KEY:
            found["client_key"] = self.stage.key(line.id, "act")
        return found

    def _names(self, verb: str, given: dict[str, Any]) -> dict[str, Any]:
        """The arguments that name something, as the ids that the actions take."""
        found = {
            argument: getattr(self.stage, known)[given[name]]
            for name, (argument, known) in _NAMES.items()
            if name in given
        }
        if "messages" in given:
            ids = [self.stage.messages[name] for name in given["messages"]]
            found |= {"message_id": ids[0]} if verb in ON_ONE_MESSAGE else {"message_ids": ids}
        if verb == "open_case" and "person" in given:
            found["reporter_id"] = found.pop("person_id")
        return found


# name in the line -> argument of the action, and where the id stands
_NAMES = {
    "case": ("case_id", "cases"),
    "into": ("into_id", "cases"),
    "node": ("node_id", "nodes"),
    "post": ("post_id", "posts"),
    "to_post": ("to_post_id", "posts"),
    "person": ("person_id", "persons"),
}


def _words(verb: str, given: dict[str, Any]) -> dict[str, StrEnum]:
    """The stored words as members: rules compare them by identity."""
    kinds: dict[str, type[StrEnum]] = {
        "urgency": Urgency,
        "nature": Nature,
        "outcome": Outcome,
        "level": Supervision,
        "message_class": MessageClass,
        "channel": Channel if verb == "open_case" else TellChannel,
    }
    return {name: kind(given[name]) for name, kind in kinds.items() if name in given}


def _dates(given: dict[str, Any], *, by: timedelta) -> dict[str, datetime | date]:
    dates: dict[str, datetime | date] = {
        name: datetime.fromisoformat(given[name]) + by for name in shapes.TIMES & given.keys()
    }
    for name in shapes.DATES & given.keys():
        dates[name] = date.fromisoformat(given[name]) + by
    return dates


def _action(verb: str) -> Callable[..., Any]:
    where = groups if verb in IN_GROUPS else cases
    action: Callable[..., Any] = getattr(where, verb)
    return action
