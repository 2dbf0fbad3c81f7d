"""Groups of places, a row each. Who owns one follows from its kind and its place; members come by its code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.ground.imports import Change, Fact, File, Plan, Standing, What, WrongCell
from huiyin.ground.imports.rules import Trail
from huiyin.ground.ledger.actions import CLOCK
from huiyin.ground.sheets.rules import plain
from huiyin.groups.actions.running import open_group
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import GroupKind
from huiyin.groups.rules.kinds import OWNER_ROLE
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts
from huiyin.territory import queries as territory
from huiyin.territory.imports.words import (
    check_within,
    code_of_place,
    short,
    unknown_code,
)
from huiyin.territory.models import Node
from huiyin.territory.rules import paths_above

KIND, PLACE, GROUP_NAME, PURPOSE = _("群类型"), _("所在地编码"), _("群名称"), _("群用途")
OPENED = tuple(OWNER_ROLE)


@dataclass(frozen=True)
class Found:
    nodes: Mapping[str, Node]
    groups: Mapping[tuple[str, str, str], Group]
    owners: Mapping[tuple[str, str], PostFacts]


class Groups:
    tables = (Group, Member)

    def read(self, cells: Mapping[str, str], _file: File) -> Fact:
        kind, place = _kind(cells["kind"]), code_of_place(cells["place"], PLACE)
        values = {"kind": kind.value, "place": place, "name": short(cells["name"], 100, GROUP_NAME)}
        if "purpose" in cells:
            values["purpose"] = short(cells["purpose"], 500, PURPOSE)
        return Fact("|".join(_key(values)), values)

    def plan(self, facts: Mapping[int, Fact], file: File) -> Plan:
        found = _found([fact.values for fact in facts.values()])
        plan = Plan(found)
        for row, fact in facts.items():
            try:
                _check(fact.values, found, file)
            except Refused as refusal:
                plan.refuse(row, refusal)
                continue
            plan.changes[row] = _change(fact.values, found)
        return plan

    def write(self, facts: Mapping[int, Fact], plan: Plan, trail: Trail, *, now: datetime) -> None:
        found: Found = plan.found
        for row, fact in facts.items():
            values = fact.values
            group = found.groups.get(_key(values))
            if group is not None:
                trail.change(group, {"purpose": values["purpose"]})
                continue
            made = open_group(
                kind=GroupKind(values["kind"]),
                name=values["name"],
                node_id=found.nodes[values["place"]].id,
                owner_post_id=found.owners[values["kind"], values["place"]].id,
                purpose=values.get("purpose", ""),
                by=CLOCK,
                now=now,
            )
            trail.note(Group, [made.id], row)
            members = Member.objects.filter(group=made).values_list("id", flat=True)
            trail.note(Member, list(members), row)

    def standing(self, scopes: Iterable[str]) -> Iterator[Standing]:
        """A file of groups speaks of those it names alone."""
        return iter(())

    def end(self, ids: Sequence[int], trail: Trail, *, now: datetime) -> None:
        raise TypeError("a group does not end because a file leaves it out")

    def settle(self, put_back: Sequence[object], *, now: datetime) -> None:
        """Nobody keeps these rows in memory."""


def _kind(text: str) -> GroupKind:
    word = plain(text)
    kind = next((kind for kind in OPENED if word in (kind.label, kind.value)), None)
    if kind is None:
        known = "、".join(kind.label for kind in OPENED)
        raise WrongCell(
            KIND, _("没有“%(word)s”这种群。可以填：%(known)s。"), word=word, known=known
        )
    return kind


def _key(values: Mapping[str, Any]) -> tuple[str, str, str]:
    return values["place"], values["kind"], values["name"]


def _found(said: Sequence[Mapping[str, Any]]) -> Found:
    nodes = territory.nodes_by_code(values["place"] for values in said)
    ids = [node.id for node in nodes.values()]
    standing = Group.objects.filter(node_id__in=ids).select_related("node")
    groups = {(group.node.code, group.kind, group.name): group for group in standing}
    paths = {path for node in nodes.values() for path in paths_above(node.path)}
    over = people.PostsOver({node: path for path, node in territory.ids_at(paths).items()})
    owners = {
        (values["kind"], code): post
        for values in said
        if (code := values["place"]) in nodes
        and (post := over.nearest(nodes[code].path, OWNER_ROLE[GroupKind(values["kind"])]))
    }
    return Found(nodes, groups, owners)


def _check(values: Mapping[str, Any], found: Found, file: File) -> None:
    check_within(values["place"], file, PLACE)
    if values["place"] not in found.nodes:
        raise unknown_code(PLACE, values["place"])
    if (values["kind"], values["place"]) not in found.owners:
        role = OWNER_ROLE[GroupKind(values["kind"])]
        raise WrongCell(
            PLACE,
            _("这里还没有%(role)s岗位，群没有人负责。请先导入“岗位和任职人”。"),
            role=role.label,
        )


def _change(values: Mapping[str, Any], found: Found) -> Change:
    group = found.groups.get(_key(values))
    if group is None:
        return Change(What.NEW, values["name"])
    if values.get("purpose", group.purpose) == group.purpose:
        return Change(What.SAME, values["name"])
    details = ((PURPOSE, group.purpose, values["purpose"]),)
    return Change(What.CHANGED, values["name"], details)
