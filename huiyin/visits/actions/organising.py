"""Writing organisations, as a pack does."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction

from huiyin.ground.packs.actions import Written, write_rows
from huiyin.visits.models import Organisation


class OrganisationFacts(NamedTuple):
    grid_id: int
    name: str
    head_id: int | None = None


@transaction.atomic
def write_organisations(
    facts: Iterable[OrganisationFacts],
) -> Written[tuple[int, str], Organisation]:
    """Write organisations by grid and name."""
    wanted = {(each.grid_id, each.name): each for each in facts}
    standing = Organisation.objects.filter(grid_id__in={grid_id for grid_id, _name in wanted})
    existing = {(row.grid_id, row.name): row for row in standing}
    rows = {key: each._asdict() for key, each in wanted.items()}
    return write_rows(Organisation.objects, rows, existing=existing)
