"""Places by code. What a cell leaves empty stays as it stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from huiyin.ground.imports import Change, Fact, File, Plan, Standing, What, WrongCell
from huiyin.ground.imports.rules import Trail
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.territory import queries
from huiyin.territory.imports.words import (
    CODE,
    LEGACY_CODE,
    NAME,
    PARENT,
    PHONE,
    SUPERVISION_PHONE,
    check_within,
    code_of,
    short,
    wrong_code,
)
from huiyin.territory.models import Node
from huiyin.territory.rules import NodeFacts, NodeKind, child_path

LEVELS = {kind: level for level, kind in enumerate(NodeKind)}
LENGTHS = {"name": 64, "phone": 32, "supervision_phone": 32, "legacy_code": 32}
LABELS = {
    "name": NAME,
    "phone": PHONE,
    "supervision_phone": SUPERVISION_PHONE,
    "legacy_code": LEGACY_CODE,
}


class Nodes:
    tables = (Node,)

    def read(self, cells: Mapping[str, str], _file: File) -> Fact:
        code = code_of(cells["code"])
        values = {
            name: short(cells[name], most, LABELS[name])
            for name, most in LENGTHS.items()
            if name in cells
        }
        facts = NodeFacts(code, values["name"])
        try:
            level = LEVELS[facts.kind]
        except Refused as refusal:
            raise wrong_code(CODE, code) from refusal
        _check_parent(facts, cells.get("parent", ""))
        scope = facts.parent_code or ""
        return Fact(code, {"code": code, **values}, scope=scope, level=level)

    def plan(self, facts: Mapping[int, Fact], file: File) -> Plan:
        codes = {fact.key for fact in facts.values()}
        above = {fact.scope for fact in facts.values() if fact.scope}
        standing = queries.nodes_by_code(codes | above)
        known = file.known(above - standing.keys())
        plan = Plan(standing)
        for row, fact in facts.items():
            try:
                check_within(fact.key, file, CODE)
                _check_above(fact, standing.keys() | known)
            except Refused as refusal:
                plan.refuse(row, refusal)
                continue
            plan.changes[row] = _change(fact, standing.get(fact.key))
        return plan

    def write(self, facts: Mapping[int, Fact], plan: Plan, trail: Trail, *, now: datetime) -> None:
        standing: dict[str, Node] = plan.found
        new: dict[int, Node] = {}
        for row, fact in facts.items():
            node = standing.get(fact.key)
            if node is None:
                new[row] = _node(fact, standing.get(fact.scope))
            else:
                trail.change(node, _said(fact))
        trail.create(Node, list(new.values()), list(new))

    def standing(self, scopes: Iterable[str]) -> Iterator[Standing]:
        """What hangs directly on the places whose children the file names."""
        nodes = Node.objects.filter(parent__code__in=list(scopes), valid_to=None).order_by("path")
        for node in nodes.only("code", "name").iterator():
            yield Standing(node.code, node.id, f"{node.code} {node.name}")

    def end(self, ids: Sequence[int], trail: Trail, *, now: datetime) -> None:
        raise TypeError("a place is dissolved by a person, not by a file that leaves it out")

    def settle(self, put_back: Sequence[object], *, now: datetime) -> None:
        """Nobody keeps these rows in memory."""


def _check_parent(facts: NodeFacts, named: str) -> None:
    """The code says where a place hangs: another parent beside it is a contradiction, and a circle cannot be said."""
    if named and facts.parent_code and code_of(named) != facts.parent_code:
        raise WrongCell(
            PARENT,
            _(
                "“%(code)s”的上级应当是“%(parent)s”，不是“%(named)s”。请改上级编码，或改这一行的编码。"
            ),
            code=facts.code,
            parent=facts.parent_code,
            named=named,
        )


def _check_above(fact: Fact, known: Iterable[str]) -> None:
    if fact.scope and fact.scope not in known:
        raise WrongCell(
            CODE,
            _("上级“%(parent)s”不存在。请先导入上级，或把上级加进这份文件。"),
            parent=fact.scope,
        )


def _said(fact: Fact) -> dict[str, Any]:
    return {name: value for name, value in fact.values.items() if name != "code"}


def _change(fact: Fact, node: Node | None) -> Change:
    label = f"{fact.key} {fact.values['name']}"
    if node is None:
        return Change(What.NEW, label)
    details = tuple(
        (LABELS[name], getattr(node, name), value)
        for name, value in _said(fact).items()
        if getattr(node, name) != value
    )
    return Change(What.CHANGED if details else What.SAME, label, details)


def _node(fact: Fact, parent: Node | None) -> Node:
    facts = NodeFacts(**fact.values)
    return Node(
        code=facts.code,
        name=facts.name,
        kind=facts.kind.value,
        grid_type=facts.grid_type and facts.grid_type.value,
        parent=parent,
        path=child_path(parent.path if parent else "", facts.code),
        phone=facts.phone,
        supervision_phone=facts.supervision_phone,
        legacy_code=facts.legacy_code,
    )
