"""The work list: every case of an area, narrowed by chips in the address, beside the one that is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.cases.queries import lists
from huiyin.cases.queries.access import frozen_policy
from huiyin.cases.queries.overview import MOST_COUNTED, Overview, figures
from huiyin.escalation import queries as escalation
from huiyin.escalation.rules import Policy
from huiyin.groups import queries as groups
from huiyin.groups.queries import WaitingCount
from huiyin.lib.refusal import NotThere
from huiyin.lib.times import local
from huiyin.people.rules import Role, Viewer
from huiyin.posts.queries import unseen
from huiyin.territory import queries as territory
from huiyin.web.command import listing
from huiyin.web.command.listing import Asked
from huiyin.web.command.pages import looking, page
from huiyin.web.command.rows import rows
from huiyin.web.kit.casework.searching import search_note
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number

if TYPE_CHECKING:
    from huiyin.cases.queries.lines import CaseLine

PAGE = 50


@never_cache
@require_safe
@edge
@looking
def work(request: SignedIn) -> HttpResponse:
    asked = Asked.read(request.GET)
    viewer, now = request.viewer, request.now
    root = listing.root_of(viewer)
    here = asked.filters.area or root
    shown = lists.work_list(
        viewer,
        asked.filters,
        now=now,
        after=request.GET.get("after"),
        limit=PAGE,
        order=asked.order,
    )
    overview, counted = figures(viewer, asked.filters, now=now, place=here)
    sections = listing.sections(asked, _policy(shown.lines, now))
    selected = number(request.GET.get("case"))
    context = {
        "asked": asked,
        "rows": rows(shown.lines, asked, now=now, selected=selected),
        "after": shown.after,
        "stages": listing.stages(asked, counted),
        "states": listing.states(asked, counted),
        "sections": sections,
        "active": listing.active(asked, sections),
        "search_note": search_note(asked.filters),
        "orders": listing.orders(asked),
        "places": listing.places(
            asked, territory.around(here), root=root, by_place=counted.by_place
        ),
        "tiles": _tiles(overview, groups.waiting_below(viewer, now=now)),
        "selected": selected,
        "pane": asked.carried(reverse("command:pane", args=[selected])) if selected else "",
        "whole": asked.carried(reverse("command:case", args=[selected])) if selected else "",
        "clear": reverse("command:work"),
        "kept": asked.kept,
        "warnings": _warnings(viewer, now),
        "slips": unseen(viewer),
    }
    return page(request, "command/work.html", context)


def _warnings(viewer: Viewer, now: datetime) -> list[str]:
    """What the county has to see to for everybody: nobody below it can enter a calendar."""
    if Role.COUNTY_COMMAND not in viewer.roles:
        return []
    return escalation.calendar_warnings(local(now).date())


def _policy(lines: Sequence["CaseLine"], now: datetime) -> Policy | None:
    """The newest policy that a case here has frozen: its rows are in memory already. Of an empty list, the one in force."""
    if lines:
        return frozen_policy(max(lines, key=attrgetter("policy_version")))
    try:
        return escalation.policy(at=now)
    except NotThere:
        return None


@dataclass(frozen=True)
class Tile:
    """A figure of the strip: of how many, and the list it counts."""

    label: str
    value: int
    of: str
    url: str
    tone: str = ""


def _tiles(overview: Overview, waiting: WaitingCount) -> list[Tile]:
    work, told = reverse("command:work"), overview.told_today + overview.to_tell
    return [
        Tile(gettext("在办"), overview.open, gettext("共 %s 件") % _total(overview), work),
        Tile(
            gettext("已超时"),
            overview.overdue,
            _of(gettext("计时中 %d 件"), overview.running),
            f"{work}?due=overdue",
            "red" if overview.overdue else "",
        ),
        Tile(
            gettext("今天到期"),
            overview.due_today,
            _of(gettext("计时中 %d 件"), overview.running),
            f"{work}?due=today",
            "amber" if overview.due_today else "",
        ),
        Tile(
            gettext("超时未回的话"),
            waiting.beyond,
            _of(gettext("未回 %d 条"), waiting.waiting),
            f"{reverse('command:groups')}?alarm=unanswered",
            "amber" if waiting.beyond else "",
        ),
        Tile(
            gettext("今天已告知"),
            overview.told_today,
            _of(gettext("应告知 %d 件"), told),
            f"{work}?state=all&told=today",
        ),
    ]


def _total(overview: Overview) -> int | str:
    return f"{MOST_COUNTED}+" if overview.ended > MOST_COUNTED else overview.total


def _of(words: str, count: int) -> str:
    return words % count
