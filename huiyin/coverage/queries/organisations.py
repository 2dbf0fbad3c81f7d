"""单位: organisations of dedicated grids. Covered is one whose head is in the group of the grid (应进全进)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from huiyin.coverage.rules import Figure, State
from huiyin.groups.models import Member
from huiyin.groups.rules import GroupKind
from huiyin.territory.queries.places import within_any
from huiyin.visits.models import Organisation


@dataclass(frozen=True)
class OrganisationLine:
    id: int
    name: str
    grid_id: int
    state: State


def organisations(paths: Iterable[str]) -> list[OrganisationLine]:
    """Every organisation of these places by name. One query."""
    inside = Member.objects.filter(
        person_id=OuterRef("head_id"),
        left_at=None,
        group__node_id=OuterRef("grid_id"),
        group__kind=GroupKind.DEDICATED.value,
        group__is_active=True,
    )
    rows = Organisation.objects.filter(within_any("grid__path", paths), closed_on=None)
    found = rows.annotate(is_inside=Exists(inside)).order_by("grid__path", "name")
    return [
        OrganisationLine(
            row.pk, row.name, row.grid_id, State.COVERED if row.is_inside else State.UNKNOWN
        )
        for row in found
    ]


def figure_of(lines: Iterable[OrganisationLine]) -> Figure:
    """The same figure for organisations as for households."""
    states = [line.state for line in lines]
    covered = states.count(State.COVERED)
    return Figure(covered=covered, unknown=len(states) - covered, reached=covered)
