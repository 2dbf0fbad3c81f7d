"""Posts of a pack, the places they look after, and their first holders."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.people import queries
from huiyin.people.actions.bulk import PostDescription, staff_new_posts, write_posts
from huiyin.people.rules import Role
from huiyin.people.rules.roles import ADMINISTRATORS
from huiyin.territory import queries as territory
from huiyin.territory.rules import is_within

if TYPE_CHECKING:
    from huiyin.territory.models import Node


def import_posts(under_way: Import, persons: Mapping[str, int], since: datetime) -> None:
    """Write the posts that can be written, and staff those that nobody ever held. persons: ids by key."""
    check = _Check(list(under_way.rows("posts")), persons)
    good = {row["key"]: row for row in check.rows if check.passes(row)}
    written = write_posts(_described(row, check.nodes) for row in good.values())
    written.tell(under_way, lambda key: f"{key} {written.rows[key].title}")
    holders = {
        written.rows[key]: [persons[holder] for holder in row.get("holders", ())]
        for key, row in good.items()
    }
    staffed = staff_new_posts(holders, from_at=since)
    under_way.note(new=(f"holder of {incumbency.post.key}" for incumbency in staffed))


def _described(row: Row, nodes: "Mapping[str, Node]") -> PostDescription:
    node, role = nodes[row["node"]], Role(row["role"])
    return PostDescription(
        key=row["key"],
        role=role,
        node_id=node.id,
        title=row.get("title", f"{node.name}{role.label}"),
        call_name=row.get("call_name", ""),
        phone=row.get("phone", ""),
        area_ids=[nodes[code].id for code in row.get("areas", ())],
    )


class _Check:
    """Finds what is wrong with a post before anything is written; goes through the rows once, in order."""

    def __init__(self, rows: list[Row], persons: Mapping[str, int]) -> None:
        self.rows = rows
        codes = {code for row in rows for code in (row["node"], *row.get("areas", ()))}
        self.nodes = territory.nodes_by_code(codes)
        self._persons = persons
        node_ids = [node.id for node in self.nodes.values()]
        self._key_at = queries.post_keys_at(node_ids)
        self._key_over = queries.post_keys_over(node_ids)
        self._keys: set[str] = set()
        self._administrators: dict[str, Role] = {}

    def passes(self, row: Row) -> bool:
        """Report every fault of the row; True when there is none."""
        before = len(row.report.refused)
        if row["key"] in self._keys:
            row.refuse(_("“%s”已经用过。") % row["key"], "key")
        self._keys.add(row["key"])
        if row["node"] not in self.nodes:
            row.refuse(_("区划或网格编码“%s”不存在。") % row["node"], "node")
        else:
            self._check_single(row)
            self._check_areas(row)
        self._check_holders(row)
        return len(row.report.refused) == before

    def _check_single(self, row: Row) -> None:
        place = (self.nodes[row["node"]].id, Role(row["role"]))
        if place[1].is_single and self._key_at.setdefault(place, row["key"]) != row["key"]:
            values = {"role": place[1].label, "key": self._key_at[place]}
            row.refuse(_("这个地方已经有%(role)s岗位“%(key)s”，只能有一个。") % values, "role")

    def _check_areas(self, row: Row) -> None:
        node = self.nodes[row["node"]]
        for index, code in enumerate(row.get("areas", ())):
            area = self.nodes.get(code)
            if area is None or not is_within(area.path, node.path):
                row.refuse(
                    _("“%(code)s”不在“%(node)s”内。") % {"code": code, "node": node.name},
                    "areas",
                    index,
                )
            elif self._key_over.setdefault(area.id, row["key"]) != row["key"]:
                values = {"code": code, "key": self._key_over[area.id]}
                row.refuse(_("“%(code)s”已经由岗位“%(key)s”分管。") % values, "areas", index)

    def _check_holders(self, row: Row) -> None:
        role, holders = Role(row["role"]), row.get("holders", ())
        if role.is_exclusive and len(holders) > 1:
            row.refuse(_("%s岗位只能有一个人。") % role.label, "holders")
        for index, key in enumerate(holders):
            if key not in self._persons:
                row.refuse(_("没有“%s”这个人。") % key, "holders", index)
            elif not self._stays_apart(key, role):
                row.refuse(
                    _("三类管理员必须由不同的人担任，“%s”不能再任这个岗位。") % key,
                    "holders",
                    index,
                )

    def _stays_apart(self, key: str, role: Role) -> bool:
        """Whether the person is no more than one of the three administrators with this post too."""
        if role not in ADMINISTRATORS:
            return True
        return self._administrators.setdefault(key, role) is role
