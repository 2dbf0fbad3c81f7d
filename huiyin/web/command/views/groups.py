"""Supervision of groups: figures of each group, never of who said what in it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.groups import queries
from huiyin.groups.queries import GroupFigures
from huiyin.groups.rules.health import Alarm
from huiyin.lib.times import span_words
from huiyin.lib.words import gettext_noop as _
from huiyin.web.command.pages import looking, page
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.shapes import Badge, Chip, Tone

ALARMS: dict[Alarm, tuple[str, str, Tone]] = {
    Alarm.UNANSWERED: (_("有话没回"), "late", "red"),
    Alarm.OFFICER_SILENT: (_("网格员久未发言"), "pause", "amber"),
    Alarm.SILENT: (_("居民久未发言"), "pause", "amber"),
}
WRONG = "wrong"


@dataclass(frozen=True)
class Line:
    """One group as it stands in the table. share: speaking households of all, in whole percent; None without any."""

    figures: GroupFigures
    kind: str
    flags: list[Badge]
    share: int | None
    waited: str
    address: str


@never_cache
@require_safe
@edge
@looking
def groups(request: SignedIn) -> HttpResponse:
    every = queries.supervision(request.viewer, now=request.now)
    chosen = request.GET.get("alarm", "")
    shown = [each for each in every if _fits(each, chosen)]
    context = {
        "lines": [_line(each, request) for each in shown],
        "chips": _chips(every, chosen),
        "total": len(every),
        "limits": _limits(),
        "sums": _sums(every),
    }
    return page(request, "command/groups.html", context)


def _fits(figures: GroupFigures, alarm: str) -> bool:
    if alarm == WRONG:
        return bool(figures.alarms)
    return alarm not in set(Alarm) or alarm in figures.alarms


def _chips(every: list[GroupFigures], chosen: str) -> list[Chip]:
    here = reverse("command:groups")
    made = [
        Chip(gettext("全部"), here, chosen not in {WRONG, *Alarm}, len(every)),
        Chip(
            gettext("需要关注"),
            f"{here}?alarm={WRONG}",
            chosen == WRONG,
            sum(1 for each in every if each.alarms),
        ),
    ]
    for alarm, (word, _icon, _tone) in ALARMS.items():
        count = sum(1 for each in every if alarm in each.alarms)
        address = f"{here}?alarm={alarm.value}"
        made.append(Chip(gettext(word), address, chosen == alarm, count))
    return made


def _line(figures: GroupFigures, request: SignedIn) -> Line:
    counts = figures.counts
    households, oldest = counts.member_households, counts.oldest_unanswered_at
    words = [ALARMS[alarm] for alarm in figures.alarms]
    flags = [Badge(gettext(word), icon, tone) for word, icon, tone in words]
    if figures.is_dead:
        flags.insert(0, Badge(gettext("死群"), "warn", "red"))
    return Line(
        figures=figures,
        kind=gettext(figures.kind.label),
        flags=flags,
        share=round(counts.speaking_households * 100 / households) if households else None,
        waited=span_words(request.now - oldest, gettext) if oldest else "",
        address=f"/officer/groups/{figures.group.pk}/" if figures.is_readable else "",
    )


@dataclass(frozen=True)
class Sums:
    """The figures of all groups together."""

    groups: int
    wrong: int
    dead: int
    messages: int
    waiting: int
    beyond: int


def _sums(every: list[GroupFigures]) -> Sums:
    return Sums(
        groups=len(every),
        wrong=sum(1 for each in every if each.alarms),
        dead=sum(1 for each in every if each.is_dead),
        messages=sum(each.counts.messages for each in every),
        waiting=sum(each.counts.unanswered for each in every),
        beyond=sum(each.counts.unanswered_beyond for each in every),
    )


def _limits() -> dict[str, str]:
    """The thresholds that hold now, in words."""
    hold = queries.limits()
    return {
        "unanswered": span_words(hold.unanswered, gettext),
        "silent": span_words(hold.silent, gettext),
        "officer_silent": span_words(hold.officer_silent, gettext),
        "version": hold.version,
    }
