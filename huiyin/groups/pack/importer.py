"""Taking groups out of a pack. Faults are reported, not raised."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.groups.actions.bulk import (
    Became,
    GroupSpec,
    fill_with_households,
    fill_with_posts,
    write_group,
    write_kind_text,
    write_settings,
)
from huiyin.groups.rules import GroupKind, Thresholds
from huiyin.groups.rules.kinds import HOUSEHOLD_KINDS
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role
from huiyin.territory import queries as territory

if TYPE_CHECKING:
    from huiyin.territory.models import Node


def import_groups(under_way: Import) -> None:
    """Write everything the section names; see the schema. Members who left since are not brought back."""
    settings = under_way.value("settings")
    if settings is not None:
        _settings(under_way, settings)
    _kinds(under_way)
    rows = list(under_way.rows("groups"))
    nodes = territory.nodes_by_code(row["node"] for row in rows)
    for row in rows:
        node = nodes.get(row["node"])
        if node is None:
            row.refuse(_("区划或网格编码“%s”不存在。") % row["node"], "node")
        else:
            _group(under_way, row, node)


def _kinds(under_way: Import) -> None:
    texts = under_way.value("kinds")
    for name, text in texts.value.items() if texts is not None else ():
        became = write_kind_text(GroupKind(name), purpose=text["purpose"], rules_text=text["rules"])
        _note(under_way, f"kind {name}", became)


def _settings(under_way: Import, row: Row) -> None:
    limits = Thresholds.of_numbers(
        recall_minutes=row["recall_minutes"],
        edit_minutes=row["edit_minutes"],
        unanswered_minutes=row["unanswered_minutes"],
        silent_days=row["silent_days"],
        officer_silent_days=row["officer_silent_days"],
        version=row["version"],
    )
    _note(under_way, f"settings {limits.version}", write_settings(limits, now=under_way.now))


def _group(under_way: Import, row: Row, node: "Node") -> None:
    posts = _posts(row, node)
    owner = posts.pop(row["owner"], None)
    share = row.get("households_in_100")
    if owner is None:
        return
    if share is not None and not _may_be_filled(under_way, row):
        return
    spec = GroupSpec(
        key=row["key"],
        kind=GroupKind(row["kind"]),
        name=row["name"],
        node_id=node.id,
        owner_post_id=owner.id,
        purpose=row.get("purpose", ""),
        rules_text=row.get("rules", ""),
        join_code=row.get("join_code"),
    )
    group, became = write_group(spec, now=under_way.now)
    _note(under_way, spec.key, became)
    added = fill_with_posts(group, [post.id for post in posts.values()], now=under_way.now)
    if share is not None:
        added += fill_with_households(group, in_100=share, now=under_way.now)
    if added:
        under_way.note(new=[f"{spec.key}: {added} members"])


def _may_be_filled(under_way: Import, row: Row) -> bool:
    if not under_way.is_synthetic:
        row.refuse(
            _("只有标明 is_synthetic: true 的数据包才能让住户直接入群。"), "households_in_100"
        )
        return False
    if GroupKind(row["kind"]) not in HOUSEHOLD_KINDS:
        row.refuse(_("这类群不按住户入群。"), "households_in_100")
        return False
    return True


def _posts(row: Row, node: "Node") -> dict[str, PostFacts]:
    """The posts of a group by key; those of `roles` under their id. Reports keys that are no post."""
    found = {}
    for key in (row["owner"], *row.get("posts", ())):
        try:
            found[key] = people.post_by_key(key)
        except NotThere:
            row.refuse(_("岗位“%s”不存在。") % key, "owner" if key == row["owner"] else "posts")
    roles = [Role(role) for role in row.get("roles", ())]
    below = people.posts_below(node.path, roles=roles) if roles else []
    return found | {str(post.id): post for post in below}


def _note(under_way: Import, name: str, became: Became) -> None:
    under_way.note(**{became: [name]})
