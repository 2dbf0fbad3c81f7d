"""Messages of a group as bubbles: one place, so that residents and officers see the same talk."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext

from huiyin.cases.rules.words import State
from huiyin.ground.privacy import Keep
from huiyin.groups.queries import FileFacts, Line
from huiyin.groups.rules import MessageKind
from huiyin.people.rules import Viewer
from huiyin.trust.rules.detecting import Secret
from huiyin.web.kit import badges
from huiyin.web.kit.links import file_link
from huiyin.web.kit.shapes import Bubble, FileShown, MatterCard, Quoted

CaseAddress = Callable[[int], str]


def bubbles_of(
    lines: Iterable[Line], *, viewer: Viewer, now: datetime, case_address: CaseAddress
) -> list[Bubble]:
    """Draw a stretch of talk. case_address: where this face shows a case, by its id."""
    return [bubble_of(line, viewer=viewer, now=now, case_address=case_address) for line in lines]


def bubble_of(line: Line, *, viewer: Viewer, now: datetime, case_address: CaseAddress) -> Bubble:
    """Draw one message; call it again when the live stream says that it changed."""
    said = Bubble(
        seq=line.seq,
        author=gettext(line.label),
        side=_side(line),
        kind=line.kind.value,
        at=line.at,
        text=line.text,
        is_edited=line.edited_at is not None,
        is_recalled=bool(line.recalled),
    )
    if said.is_recalled:
        return said
    return replace(
        said,
        role=gettext("工作人员") if said.side == "staff" else "",
        file=_file(line.file, viewer, now) if line.file else None,
        reply_to=_quoted(line),
        card=_card(line, viewer, case_address) if line.kind is MessageKind.CARD else None,
        hidden=_hidden(line),
    )


def _hidden(line: Line) -> str:
    """What is masked in somebody's own words, and who may read it still; others see the stars alone."""
    secrets = [gettext(Secret(each).label) for each in line.data.get("hidden", ())]
    if not secrets or not line.is_mine:
        return ""
    told = gettext(
        "您写的%s已经打上星号，群里的人看不到。原文加密保存 %d 天，网格员办事需要时，要写明用途才能看，您会看到谁看过。"
    )
    if line.post_id is not None:
        told = gettext("您写的%s已经打上星号，群里的人看不到。需要时请私下告诉本人。")
        return told % gettext("、").join(secrets)
    return told % (gettext("、").join(secrets), Keep.ORIGINAL.days)


def _side(line: Line) -> Literal["mine", "staff", "neighbour", "service"]:
    if line.is_mine:
        return "mine"
    if line.post_id is not None:
        return "staff"
    return "service" if line.person_id is None else "neighbour"


def _quoted(line: Line) -> Quoted | None:
    quote = line.reply_to
    if quote is None or line.kind is MessageKind.CARD:
        return None
    words = quote.excerpt or gettext("（图片、语音或已撤回的消息）")
    return Quoted(gettext(quote.label), words, f"#m{quote.seq}")


def _file(file: FileFacts, viewer: Viewer, now: datetime) -> FileShown:
    person_id = viewer.person_id
    has_thumb = file.kind != "voice"
    thumb = file_link(file.id, person_id=person_id, now=now, is_thumb=True) if has_thumb else ""
    return FileShown(
        kind=file.kind,
        url=file_link(file.id, person_id=person_id, now=now),
        thumb_url=thumb,
        width=file.width,
        height=file.height,
        seconds=round(file.seconds) if file.seconds else None,
    )


def _card(line: Line, viewer: Viewer, case_address: CaseAddress) -> MatterCard:
    data = line.data
    state = State(data["state"])
    is_told = state in {State.AWAITING_RATING, State.CLOSED}
    due_at = data.get("due_at")
    return MatterCard(
        title=data["number"],
        url=case_address(data["case_id"]),
        badge=badges.of_state(state, audience="staff" if viewer.is_staff else "resident"),
        holder="" if is_told else data["holder"],
        due_at=None if is_told or not due_at else datetime.fromisoformat(due_at),
        tone="told" if is_told else "",
    )
