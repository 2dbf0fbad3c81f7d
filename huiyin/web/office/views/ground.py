"""盘点: ground nobody has or two have, grids without a boundary or an officer, buildings and homes in the wrong place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huiyin.lib.times import local
from huiyin.people.queries.unmanned import Unmanned, grids_without_officer, households_elsewhere
from huiyin.people.rules import Viewer
from huiyin.territory.queries import boundaries as ground
from huiyin.web.kit.edges import edge
from huiyin.web.kit.requests import SignedIn
from huiyin.web.office.areas import kept_paths
from huiyin.web.office.pages import page
from huiyin.web.office.views.boundaries import keeping_ground

if TYPE_CHECKING:
    from datetime import datetime

    from huiyin.territory.models import Building, Node

MOST_LINES = 100  # of one kind: who has more begins with these


@dataclass(frozen=True)
class Line:
    """One thing amiss: what, in a sentence, and where it is mended."""

    text: str
    url: str
    link: str


@dataclass(frozen=True)
class Kind:
    """Things amiss of one kind. remedy: what to do about it; good: what is said when there is nothing."""

    key: str
    title: str
    remedy: str
    good: str
    lines: list[Line] = field(default_factory=list)

    @property
    def shown(self) -> list[Line]:
        return self.lines[:MOST_LINES]

    @property
    def more(self) -> int:
        return len(self.lines) - len(self.shown)


@never_cache
@require_safe
@edge
@keeping_ground
def check(request: SignedIn) -> HttpResponse:
    """Everything that is amiss with the ground of the area, kind by kind."""
    paths = kept_paths(request.viewer)
    kinds = [*_of_people(request.viewer, paths, request.now), *_of_ground(paths, request.now)]
    context = {
        "kinds": kinds,
        "found": sum(len(kind.lines) for kind in kinds),
        "unplaced": ground.unplaced_count(paths),
    }
    return page(request, "office/ground.html", context)


def _of_people(viewer: Viewer, paths: Sequence[str], now: "datetime") -> list[Kind]:
    officerless = Kind(
        "officer",
        gettext("没有网格员的网格"),
        gettext("请在岗位里安排网格员或者替岗；没有人的时候，事情由片区干部和社区书记顶着。"),
        gettext("每个网格都有网格员。"),
        [_officerless(viewer, each) for each in grids_without_officer(paths, at=now)],
    )
    split = Kind(
        "household",
        gettext("一户算在两个网格"),
        gettext("户和楼应当在同一个网格：请核对楼归哪个网格，再更正这一户。"),
        gettext("每一户都和所在的楼在同一个网格。"),
        [
            Line(
                gettext("%(home)s：户在“%(grid)s”，楼在“%(other)s”")
                % {
                    "home": each.household.label,
                    "grid": each.grid.name,
                    "other": each.home_grid.name,
                },
                _url(each.home_grid),
                gettext("看地界"),
            )
            for each in households_elsewhere(paths)
        ],
    )
    return [officerless, split]


def _officerless(viewer: Viewer, line: Unmanned) -> Line:
    said = gettext("%s：岗位空缺") if line.has_post else gettext("%s：没有设网格员岗位")
    area = line.grid.parent or line.grid
    if not viewer.sees(area.path):  # an administrator looks at no posts
        return Line(said % _named(line.grid), _url(line.grid), gettext("看地界"))
    posts = f"{reverse('command:posts')}?area={area.path}"
    return Line(said % _named(line.grid), posts, gettext("看岗位"))


def _of_ground(paths: Sequence[str], now: "datetime") -> list[Kind]:
    on = local(now).date()
    undrawn = [
        Line(_named(grid), reverse("office:draw", args=[grid.pk]), gettext("去画"))
        for grid in ground.undrawn(paths, on=on)
    ]
    gaps = [
        Line(
            gettext("%(name)s：%(area)s 平方米不在任何%(part)s里，在 %(lng)s, %(lat)s 附近")
            % {
                "name": line.node.name,
                "area": f"{line.area_m2:,.0f}",
                "part": gettext(ground.WHOLES[line.node.node_kind].label),
                "lng": line.at[0],
                "lat": line.at[1],
            },
            f"{_url(line.node)}?lng={line.at[0]}&lat={line.at[1]}",
            gettext("看地图"),
        )
        for line in ground.gap_lines(paths, on=on)
    ]
    overlaps = [
        Line(
            gettext("“%(one)s”和“%(other)s”重叠 %(area)s 平方米，现在归“%(one)s”")
            % {
                "one": _named(line.node),
                "other": _named(line.other),
                "area": f"{line.area_m2:,.0f}",
            },
            reverse("office:draw", args=[line.other.pk]),
            gettext("改地界"),
        )
        for line in ground.overlap_lines(paths, on=on)
    ]
    return [
        Kind("undrawn", gettext("还没有画地界的网格"), gettext("没有地界的网格，带位置的事认不出归它。"), gettext("该画的都画了。"), undrawn),
        Kind("gap", gettext("没有网格管的地"), gettext("请把相邻网格的地界画到这里。"), gettext("没有空白。"), gaps),
        Kind("overlap", gettext("两个网格都算的地"), gettext("请改其中一个的地界；专属网格在综合网格里面不算重叠。"), gettext("没有重叠。"), overlaps),
        Kind("building", gettext("楼不在自己的网格里"), gettext("请核对楼的位置和它归的网格，或者改地界。"), gettext("有位置的楼都在自己的网格里。"), [_misplaced(each) for each in ground.misplaced(paths, on=on)]),
    ]  # fmt: skip


def _misplaced(line: ground.Misplaced) -> Line:
    values = {"name": _building(line.building), "grid": line.building.grid.name}
    if line.is_claimed_twice:
        said = gettext("%(name)s（归“%(grid)s”）同时在“%(found)s”里")
    elif line.found:
        said = gettext("%(name)s归“%(grid)s”，位置却在“%(found)s”里")
    else:
        said = gettext("%(name)s归“%(grid)s”，位置不在任何网格里")
    return Line(
        said % {**values, "found": "、".join(line.found)},
        reverse("office:draw", args=[line.building.grid_id]),
        gettext("看地界"),
    )


def _building(building: "Building") -> str:
    return (building.compound.name if building.compound else "") + building.name


def _named(node: "Node") -> str:
    return f"{node.parent.name}{node.name}" if node.parent else node.name


def _url(node: "Node") -> str:
    return reverse("office:boundary", args=[node.pk])
