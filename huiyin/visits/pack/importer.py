"""Taking organisations of dedicated grids out of a pack. Faults are reported, not raised."""

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.territory import queries as territory
from huiyin.territory.rules import GridType
from huiyin.visits.actions.organising import OrganisationFacts, write_organisations


def import_organisations(under_way: Import) -> None:
    """Write every organisation of the section."""
    rows = list(under_way.rows("organisations"))
    grids = territory.nodes_by_code(row["grid"] for row in rows)
    wanted = []
    for row in rows:
        grid = grids.get(row["grid"])
        if grid is None or grid.grid_type != GridType.DEDICATED:
            row.refuse(_("“%s”不是专属网格。") % row["grid"], "grid")
            continue
        wanted.append(OrganisationFacts(grid.pk, row["name"], _head(row)))
    write_organisations(wanted).tell(under_way, lambda key: f"organisation {key[1]}")


def _head(row: Row) -> int | None:
    if "head" not in row.value:
        return None
    try:
        return people.person_by_key(row["head"]).pk
    except NotThere:
        row.refuse(_("人员“%s”不存在。") % row["head"], "head")
        return None
