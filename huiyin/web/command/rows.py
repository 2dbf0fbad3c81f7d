"""The rows of the work list. Put together here and not by a template: fifty of them took longer than the rest of the page."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from huiyin.cases.queries.access import frozen_policy
from huiyin.cases.rules.words import PAUSED_STATES, State, Supervision
from huiyin.lib.times import Translate
from huiyin.web.command.listing import Asked
from huiyin.web.kit import marks
from huiyin.web.kit.addresses import addresses

if TYPE_CHECKING:
    from huiyin.cases.models import Case

ROW = (
    '<li id="c{id}"><a class="work-row" href="{address}" data-case="{id}" data-version="{version}" hx-get="{pane}"'
    ' hx-target="#detail" hx-trigger="open" hx-swap="innerHTML"{current}>'
    '<span class="work-head"><span class="work-title">{title}</span>{urgency}{supervision}{state}</span>'
    '<span class="work-time">{time}<span class="work-holder">{holder}</span></span>'
    '<span class="work-foot"><span>{place}</span><span>{category}</span>'
    '<span class="figures">{number}</span><span class="push">{opened}</span></span></a></li>'
)


def rows(
    cases: Iterable["Case"], asked: Asked, *, now: datetime, selected: int | None
) -> list[SafeString]:
    """Cases as the list draws them. selected: the id of the one that is read beside it."""
    address_of, pane_of = addresses("command:case"), addresses("command:pane")
    translate = marks.translator()
    return [
        format_html(
            ROW,
            id=case.pk,
            version=case.version,
            address=asked.carried(address_of(case.pk)),
            pane=asked.carried(pane_of(case.pk)),
            current=marks.CURRENT if case.pk == selected else "",
            title=case.title,
            number=case.number,
            holder=case.holder.title,
            place=case.node.name,
            category=frozen_policy(case).category(case.category).name,
            urgency=marks.urgency_badge(case.urgency),
            supervision=_supervision(case),
            state=marks.state_badge(case.state),
            time=_time(case, now, translate),
            opened=marks.clock(case.opened_at, now, translate),
        )
        for case in cases
    ]


def _supervision(case: "Case") -> SafeString:
    if case.supervision == Supervision.NONE:
        return marks.NOTHING
    return marks.badge(gettext(Supervision(case.supervision).label), "eye", "amber")


def _time(case: "Case", now: datetime, translate: Translate) -> SafeString:
    """How long is left, or what has come of it."""
    if case.state == State.AWAITING_RATING:
        return marks.said("star", gettext("已答复，等评价"))
    if case.ended_at:
        return marks.said("done", marks.clock(case.ended_at, now, translate))
    if case.state in PAUSED_STATES:
        return marks.paused()
    if case.due_at is None:
        return marks.NOTHING
    provisional = case.is_due_provisional
    return marks.due(case.due_at, case.warn_at, now, translate, is_provisional=provisional)
