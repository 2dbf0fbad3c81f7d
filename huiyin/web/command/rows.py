"""The rows of the work list. Put together here and not by a template: fifty of them took longer than the rest of the page."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from huiyin.cases.queries.access import frozen_policy
from huiyin.cases.rules.words import PAUSED_STATES, State, Supervision
from huiyin.lib.times import Translate
from huiyin.web.command.listing import Asked
from huiyin.web.kit import marks
from huiyin.web.kit.addresses import addresses

if TYPE_CHECKING:
    from huiyin.cases.queries.lines import CaseLine

ROW = (
    '<li id="c{id}"><a class="work-row" href="{address}" data-case="{id}" data-version="{version}" hx-get="{pane}"'
    ' hx-target="#detail" hx-trigger="open" hx-swap="innerHTML"{current}>'
    '<span class="work-head"><span class="work-title">{title}</span>{urgency}{supervision}{state}</span>'
    '<span class="work-time">{time}<span class="work-holder">{holder}</span></span>'
    '<span class="work-foot"><span>{place}</span><span>{category}</span>'
    '<span class="figures">{number}</span><span class="push">{opened}</span></span></a></li>'
)


def rows(
    lines: Iterable["CaseLine"], asked: Asked, *, now: datetime, selected: int | None
) -> list[SafeString]:
    """The list as it is drawn. selected: the id of the one that is read beside it."""
    address_of, pane_of = addresses("command:case"), addresses("command:pane")
    translate = marks.translator()
    return [
        marks.put(
            ROW,
            id=line.id,
            version=line.version,
            address=asked.carried(address_of(line.id)),
            pane=asked.carried(pane_of(line.id)),
            current=marks.CURRENT if line.id == selected else "",
            title=line.title,
            number=line.number,
            holder=line.holder,
            place=line.node,
            category=frozen_policy(line).category(line.category).name,
            urgency=marks.urgency_badge(line.urgency),
            supervision=_supervision(line),
            state=marks.state_badge(line.state),
            time=_time(line, now, translate),
            opened=marks.clock(line.opened_at, now, translate),
        )
        for line in lines
    ]


def _supervision(line: "CaseLine") -> SafeString:
    if line.supervision == Supervision.NONE:
        return marks.NOTHING
    return marks.badge(gettext(Supervision(line.supervision).label), "eye", "amber")


def _time(line: "CaseLine", now: datetime, translate: Translate) -> SafeString:
    """How long is left, or what has come of it."""
    if line.state == State.AWAITING_RATING:
        return marks.said("star", gettext("已答复，等评价"))
    if line.ended_at:
        return marks.said("done", marks.clock(line.ended_at, now, translate))
    if line.state in PAUSED_STATES:
        return marks.paused()
    if line.due_at is None:
        return marks.NOTHING
    provisional = line.is_due_provisional
    return marks.due(line.due_at, line.warn_at, now, translate, is_provisional=provisional)
