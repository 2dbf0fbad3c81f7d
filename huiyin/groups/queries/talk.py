"""What is said in a group, as a page of it is read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import QuerySet

from huiyin.cases.models import Case
from huiyin.groups.models import Group, Message, MessageCase, MessageRevision
from huiyin.groups.queries.access import Access, access_group, access_messages
from huiyin.groups.rules import MessageClass, MessageKind
from huiyin.people.rules import Viewer

PAGE = 50
LONGEST_PAGE = 200
QUOTED = 60  # characters of a quotation; the live source cuts at the same


@dataclass(frozen=True)
class FileFacts:
    """seconds: length of voice and video. width, height: pixels of picture and video."""

    id: int
    kind: str
    mime: str
    width: int | None
    height: int | None
    seconds: float | None


@dataclass(frozen=True)
class Quote:
    """The words a message replies to; the excerpt of recalled words is empty."""

    id: int
    seq: int
    label: str
    excerpt: str


@dataclass(frozen=True)
class Line:
    """One message as its readers see it.

    post_id: the office that speaks, person_id: the resident; neither for the service. recalled: why the words are gone
    (a RevisionKind), empty while they stand. message_class is given to the offices of the group, and to who said the
    words; case_ids to the offices alone.
    """

    id: int
    group_id: int
    seq: int
    kind: MessageKind
    label: str
    person_id: int | None
    post_id: int | None
    is_mine: bool
    text: str
    file: FileFacts | None
    reply_to: Quote | None
    mentions: tuple[int, ...]
    at: datetime
    edited_at: datetime | None
    recalled: str
    data: Mapping[str, Any]
    message_class: MessageClass | None
    case_ids: tuple[int, ...]

    def public(self) -> dict[str, Any]:
        """JSON that everybody in the group receives alike; `groups.live_source` gives the same."""
        return {
            "id": self.id,
            "group": self.group_id,
            "seq": self.seq,
            "kind": self.kind.value,
            "label": self.label,
            "author": {"person": self.person_id, "post": self.post_id},
            "text": self.text,
            "file": vars(self.file) if self.file else None,
            "reply_to": vars(self.reply_to) if self.reply_to else None,
            "mentions": list(self.mentions),
            "at": _utc(self.at),
            "edited_at": _utc(self.edited_at) if self.edited_at else None,
            "recalled": self.recalled,
            "data": dict(self.data),
        }


@dataclass(frozen=True)
class MessagePage:
    """A stretch of a group's talk, oldest first. has_before, has_after: whether there is more on that side."""

    access: Access
    lines: tuple[Line, ...]
    has_before: bool
    has_after: bool


def messages(
    viewer: Viewer,
    group_id: int,
    *,
    before_seq: int | None = None,
    after_seq: int | None = None,
    limit: int = PAGE,
) -> MessagePage:
    """The newest messages, or those before or after a number. Five queries whatever the length.

    limit: 1 to 200. Raises NotThere.
    """
    found = access_group(viewer, group_id)
    rows = _stretch(found.group, before_seq, after_seq, min(max(limit, 1), LONGEST_PAGE))
    first, last = (rows[0].seq, rows[-1].seq) if rows else (1, found.group.last_seq)
    return MessagePage(
        access=found,
        lines=tuple(lines(viewer, rows, is_office=found.standing.tends)),
        has_before=first > 1,
        has_after=last < found.group.last_seq,
    )


def chosen_messages(viewer: Viewer, message_ids: Sequence[int]) -> tuple[Access, list[Line]]:
    """Some messages of one group, in the order they were said. Raises NotThere; Refused for none or several groups."""
    found, rows = access_messages(viewer, message_ids)
    return found, lines(viewer, rows, is_office=found.standing.tends)


def changed_message(viewer: Viewer, message_id: int) -> Line:
    """One message anew, for a page that heard it was changed. Raises NotThere."""
    found, rows = access_messages(viewer, [message_id])
    return lines(viewer, rows, is_office=found.standing.tends)[0]


def _stretch(group: Group, before: int | None, after: int | None, limit: int) -> list[Message]:
    said = Message.objects.select_related("file").filter(group=group)
    if after is not None:
        return list(said.filter(seq__gt=after).order_by("seq")[:limit])
    if before is not None:
        said = said.filter(seq__lt=before)
    return list(said.order_by("-seq")[:limit])[::-1]


def lines(viewer: Viewer, rows: list[Message], *, is_office: bool) -> list[Line]:
    """Messages of groups whose right was asked already. is_office: show classes and cases."""
    quotes = _quotes(row.reply_to_id for row in rows if row.reply_to_id)
    cases = _cases_of(row.id for row in rows) if is_office else {}
    return [
        _line(viewer, row, quotes.get(row.reply_to_id or 0), cases.get(row.id, ()), is_office)
        for row in rows
    ]


def _line(
    viewer: Viewer, row: Message, quote: Quote | None, cases: tuple[int, ...], is_office: bool
) -> Line:
    is_post = row.author_post_id is not None
    mine = (
        viewer.acts_for(row.author_post_id) if is_post else row.author_person_id == viewer.person_id
    )
    is_told = is_office or mine
    classed = MessageClass(row.message_class) if is_told and row.message_class else None
    return Line(
        id=row.id,
        group_id=row.group_id,
        seq=row.seq,
        kind=MessageKind(row.kind),
        label=row.author_label,
        person_id=None if is_post else row.author_person_id,
        post_id=row.author_post_id,
        is_mine=mine,
        text=row.text,
        file=_file(row),
        reply_to=quote,
        mentions=tuple(row.mentions),
        at=row.at,
        edited_at=row.edited_at,
        recalled=row.data.get("recalled", "") if row.recalled_at else "",
        data={key: value for key, value in row.data.items() if key != "recalled"},
        message_class=classed,
        case_ids=cases,
    )


def _file(row: Message) -> FileFacts | None:
    f = row.file
    return FileFacts(f.id, f.kind, f.mime, f.width, f.height, f.seconds) if f else None


def _quotes(ids: Iterable[int]) -> dict[int, Quote]:
    rows = Message.objects.filter(id__in=set(ids)).only("id", "seq", "author_label", "text")
    return {row.id: Quote(row.id, row.seq, row.author_label, row.text[:QUOTED]) for row in rows}


def _cases_of(ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    links = MessageCase.objects.filter(message_id__in=list(ids)).order_by("id")
    for message_id, case_id in links.values_list("message_id", "case_id"):
        found[message_id] = (*found.get(message_id, ()), case_id)
    return found


def _utc(moment: datetime) -> str:
    return (
        moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
    )


def words_of_case(case: Case) -> QuerySet[MessageCase]:
    """The words a case was made of and cites, oldest first. The right to see the case was asked by the caller."""
    return MessageCase.objects.filter(case=case).select_related("group").order_by("said_at", "seq")


def evidence(case: Case) -> QuerySet[MessageRevision]:
    """What the cited words said before they were changed or taken back, oldest first; for readers of the case."""
    cited = MessageCase.objects.filter(case=case).values("message_id")
    return MessageRevision.objects.filter(message_id__in=cited).order_by("id")
