"""Boundaries by code, from GeoJSON in any of the three systems; they are kept in WGS84."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from huiyin.ground.imports import Change, Fact, File, Plan, Standing, What, WrongCell
from huiyin.ground.imports.rules import Trail
from huiyin.ground.sheets import GEOMETRY
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory import actions, queries
from huiyin.territory.imports.actions.doubts import DIGITS, Doubts
from huiyin.territory.imports.words import (
    CODE,
    SHAPE,
    check_within,
    code_of,
    unknown_code,
    wrong_code,
)
from huiyin.territory.models import Node
from huiyin.territory.rules import GridType, kind_of
from huiyin.territory.rules.coordinates import CoordinateSystem, to_wgs84


class Boundaries:
    tables = (Node,)

    def read(self, cells: Mapping[str, str], file: File) -> Fact:
        code = code_of(cells["code"])
        try:
            kind_of(code)
        except Refused as refusal:
            raise wrong_code(CODE, code) from refusal
        shape = orjson.loads(cells[GEOMETRY])
        return Fact(code, {"code": code, "geometry": _checked(shape, file.system)})

    def plan(self, facts: Mapping[int, Fact], file: File) -> Plan:
        nodes = queries.nodes_by_code(fact.key for fact in facts.values())
        doubts = Doubts(facts.values(), CoordinateSystem(file.system or CoordinateSystem.WGS84))
        plan = Plan(nodes)
        for row, fact in facts.items():
            try:
                check_within(fact.key, file, CODE)
                doubts.check(fact)
                plan.changes[row] = _change(fact, nodes)
            except Refused as refusal:
                plan.refuse(row, refusal)
        return plan

    def write(self, facts: Mapping[int, Fact], plan: Plan, trail: Trail, *, now: datetime) -> None:
        nodes: Mapping[str, Node] = plan.found
        for fact in facts.values():
            trail.remember(nodes[fact.key], {"geometry": fact.values["geometry"]})
        shapes = {fact.key: fact.values["geometry"] for fact in facts.values()}
        actions.write_boundaries(shapes, reason=_("从文件导入"), now=now)

    def standing(self, scopes: Iterable[str]) -> Iterator[Standing]:
        """A file of boundaries speaks of those it names alone."""
        return iter(())

    def end(self, ids: Sequence[int], trail: Trail, *, now: datetime) -> None:
        raise TypeError("a boundary does not end because a file leaves it out")

    def settle(self, put_back: Sequence[Node], *, now: datetime) -> None:
        """What is in force again is a version of its own: the one that is taken back stays readable."""
        actions.keep_versions(put_back, reason=_("撤销了一次导入"), now=now)


def _checked(shape: Mapping[str, Any], system: str) -> dict[str, Any]:
    """The shape in WGS84. Raises WrongCell for one that cannot be a boundary, before and after."""
    # numpy and GEOS are for the few processes that have boundaries
    from huiyin.territory.rules.boundaries import check_boundary  # noqa: PLC0415

    plain = {name: shape.get(name) for name in ("type", "coordinates")}
    try:
        check_boundary(plain)
        counted = CoordinateSystem(system or CoordinateSystem.WGS84)
        moved = {"type": plain["type"], "coordinates": _moved(plain["coordinates"], counted)}
        check_boundary(moved)
    except Refused as refusal:
        raise WrongCell(SHAPE, refusal.template, **refusal.values) from refusal
    return moved


def _moved(coordinates: Any, system: CoordinateSystem) -> Any:
    """Positions are the innermost lists. WGS84 stays as it was written, to the last digit."""
    if system is CoordinateSystem.WGS84:
        return coordinates
    if isinstance(coordinates[0], list):
        return [_moved(each, system) for each in coordinates]
    lng, lat = to_wgs84(coordinates[0], coordinates[1], system)
    return [round(lng, DIGITS), round(lat, DIGITS)]


def _change(fact: Fact, nodes: Mapping[str, Node]) -> Change:
    node = nodes.get(fact.key)
    if node is None:
        raise unknown_code(CODE, fact.key)
    if node.grid_type == GridType.VIRTUAL:
        raise WrongCell(CODE, _("虚拟网格没有地界。"))
    label = f"{node.code} {node.name}"
    if node.geometry is None:
        return Change(What.NEW, label)
    is_same = node.geometry == fact.values["geometry"]
    return Change(What.SAME if is_same else What.CHANGED, label)
