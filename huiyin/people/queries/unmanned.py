"""What is amiss between places and people: grids nobody is the officer of, homes that belong to two grids."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef

from huiyin.lib.times import local
from huiyin.people.models import Household, Post, Substitute
from huiyin.people.queries.staffing import present
from huiyin.people.rules import Role
from huiyin.territory.models import Node
from huiyin.territory.queries.places import in_force, within_any
from huiyin.territory.rules import NodeKind


class Unmanned(NamedTuple):
    """A grid without an officer. has_post: the post is there, but nobody holds it and nobody stands in."""

    grid: Node
    has_post: bool


def grids_without_officer(paths: Sequence[str], *, at: datetime) -> list[Unmanned]:
    """The grids of some areas that have no officer at a moment, virtual ones too. One query."""
    posts = Post.objects.filter(node_id=OuterRef("pk"), role=Role.OFFICER.value)
    held = present(at).filter(post_id=OuterRef("pk"))
    stood_in = Substitute.objects.filter(
        Exists(present(at).filter(post_id=OuterRef("by_post_id"))),
        post_id=OuterRef("pk"),
        from_at__lte=at,
        to_at__gt=at,
    )
    staffed = posts.filter(Exists(held) | Exists(stood_in))
    grids = Node.objects.filter(within_any("path", paths), in_force(local(at).date()))
    rows = grids.filter(~Exists(staffed), kind=NodeKind.GRID.value).annotate(has_post=Exists(posts))
    lines = rows.defer("geometry").select_related("parent").order_by("path")
    return [Unmanned(row, row.has_post) for row in lines]


class Elsewhere(NamedTuple):
    """A household that is counted in another grid than its home."""

    household: Household
    grid: Node
    home_grid: Node


def households_elsewhere(paths: Sequence[str], *, limit: int = 200) -> list[Elsewhere]:
    """Households whose grid is not that of their building, in the order of the tree. One query."""
    homes = Household.objects.filter(within_any("grid__path", paths), dwelling__isnull=False)
    split = homes.exclude(dwelling__building__grid=F("grid"))
    rows = split.select_related("grid", "dwelling__building__grid").order_by("grid__path", "id")
    return [
        Elsewhere(row, row.grid, row.dwelling.building.grid)
        for row in rows[:limit]
        if row.dwelling is not None
    ]
