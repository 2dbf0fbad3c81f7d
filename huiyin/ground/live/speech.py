"""What comes in by the live process, and the statement of an upper floor that writes it; given by config."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from huiyin.lib.refusal import Refused


@dataclass(slots=True)
class Hidden:
    """What of a text others are not to read. masked: the text without it. sealed: the whole text, encrypted.

    secrets: codes of what it is. numbers: telephone numbers which are no secret where an office has published them all.
    """

    masked: str
    sealed: str
    secrets: Sequence[str]
    numbers: Sequence[str]

    def row(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("masked", "sealed", "secrets", "numbers")}


@dataclass(slots=True)  # not frozen: that takes several times as long to make
class Asked:
    """One message that somebody asks to be said. text: checked.

    posts: every post the person acts for. spare: further ids for what follows from the message.
    at_desk: what the statement cannot do, the caller does in the same transaction; else it is refused as `elsewhere`.
    """

    id: int
    group_id: int
    person_id: int
    posts: Sequence[int]
    text: str
    client_key: UUID
    spare: Sequence[int] = field(default=())
    file_id: int | None = None
    reply_to_id: int | None = None
    sent_at: datetime | None = None
    as_post_id: int | None = None
    at_desk: bool = False
    hidden: Hidden | None = None

    def row(self, n: int) -> dict[str, object]:
        """The message as the n-th row of the statement's input; what it does not have is left out, and NULL there."""
        row: dict[str, object] = {
            "n": n,
            "id": self.id,
            "group_id": self.group_id,
            "person_id": self.person_id,
            "text": self.text,
            "client_key": str(self.client_key),
        }
        row |= {name: value for name in _SELDOM if (value := getattr(self, name))}
        if self.sent_at:
            row["sent_at"] = self.sent_at.isoformat()
        return row | self.hidden.row() if self.hidden else row


def values(asked: Sequence[Asked], *, at: datetime) -> dict[str, str | datetime]:
    """What the statement is given. at: aware, the moment at which all of them are said."""
    return {"said": rows_of(asked), "at": at}


def rows_of(asked: Sequence[Asked]) -> str:
    """The messages as the statement reads them: JSON."""
    return json.dumps([each.row(n) for n, each in enumerate(asked)], ensure_ascii=False)


_SELDOM = ("posts", "spare", "file_id", "reply_to_id", "as_post_id", "at_desk")


def nothing_hidden(_text: str) -> Hidden | None:
    """Everybody reads everything."""
    return None


class CheckText(Protocol):
    def __call__(self, text: str, *, has_file: bool) -> str:
        """Return the words as they are kept. Raises Refused."""


@dataclass(frozen=True)
class Speech:
    """How messages for topics `<prefix>:<group>` are written.

    statements: by whether anybody acts for a post, whether anybody may call somebody, and whether anything is hidden. Each takes `values` and gives
    a row (n, code, id, number, when it was said, …) for each message, in any order. code: empty for one that was said,
    `repeat` for one said before under its key (id, number and time are the first one's), `again` for one to be asked
    once more because its group was held by somebody else, or one of `refusals`. calls_somebody: whether a text may, and
    so needs `spare_ids` further ids. hide: what of a checked text others are not to read.
    """

    prefix: str
    statements: Mapping[tuple[bool, bool, bool], str]
    check_text: CheckText
    calls_somebody: Callable[[str], bool]
    spare_ids: int
    refusals: Mapping[str, tuple[type[Refused], str]]
    hide: Callable[[str], Hidden | None] = nothing_hidden

    def statement(self, asked: Sequence[Asked]) -> str:
        """The shortest statement that is enough for these messages."""
        return self.statements[
            any(each.posts for each in asked),
            any(each.spare for each in asked),
            any(each.hidden for each in asked),
        ]
