"""Taking boundaries out of a pack. A fault is reported at the line of its geometry; an overlap is a doubt, no fault."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.lib.refusal import Refused
from huiyin.lib.times import local
from huiyin.lib.words import gettext_noop
from huiyin.territory import actions, queries
from huiyin.territory.queries import locating
from huiyin.territory.rules import GridType, codes_of, kind_of
from huiyin.territory.rules.boundaries import check_boundary

FROM_PACK = gettext_noop("随数据包导入")


def import_boundaries(under_way: Import, *, refused: set[str]) -> None:
    """Write the boundaries of the section. refused: codes of nodes whose own fault has been told."""
    rows = {row["code"]: row for row in _good_rows(under_way, refused)}
    written = actions.write_boundaries(
        {code: row["geometry"] for code, row in rows.items()}, reason=FROM_PACK, now=under_way.now
    )
    written.tell(under_way, lambda code: _("%s 的边界") % code)
    _doubt_overlaps({code: rows[code] for code in written.changed}, under_way)


def _good_rows(under_way: Import, refused: set[str]) -> Iterator[Row]:
    named = [row["code"] for row in under_way.rows("boundaries")]
    known, seen = queries.nodes_by_code(named), set[str]()
    for row in under_way.rows("boundaries"):
        code = row["code"]
        if code in seen:
            row.refuse(_("“%s”的边界已经写过。") % code, "code")
        elif code not in known and code not in refused:
            row.refuse(_("编码“%(code)s”不存在。") % {"code": code}, "code")
        elif code in known and known[code].grid_type == GridType.VIRTUAL:
            row.refuse(_("虚拟网格没有地界。"), "code")
        elif _is_sound(row) and code in known:
            yield row
        seen.add(code)


def _is_sound(row: Row) -> bool:
    try:
        check_boundary(row["geometry"])
    except Refused as fault:
        row.refuse(fault.said(_), "geometry")
        return False
    return True


def _doubt_overlaps(changed: Mapping[str, Row], under_way: Import) -> None:
    """Whatever a changed boundary shares with a place of its kind, in this pack or not."""
    for kind in sorted({kind_of(code) for code in changed}):
        found = locating.overlaps(kind, on=local(under_way.now).date())
        paths = queries.paths_of(id for overlap in found for id in (overlap.id, overlap.other_id))
        for overlap in found:
            code, other = (codes_of(paths[id])[-1] for id in (overlap.id, overlap.other_id))
            row = changed.get(other) or changed.get(code)
            if row is not None:
                sentence = _("“%(other)s”和“%(code)s”重叠 %(area)d 平方米，这块地算“%(code)s”的。")
                row.doubt(
                    sentence % {"other": other, "code": code, "area": overlap.area_m2}, "geometry"
                )
