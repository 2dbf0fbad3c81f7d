"""The public page of a grid's officer: who it is and how to reach them (滨州 Art.6)."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.groups.models import Group
from huiyin.groups.rules.kinds import JOINED_BY_CODE
from huiyin.people import queries as people
from huiyin.people.rules import Role
from huiyin.territory import queries as territory
from huiyin.territory.models import Node


@dataclass(frozen=True)
class PublicOfficer:
    """name is empty only where nobody in the line above holds a post."""

    node: Node
    community: Node | None
    post_id: int | None
    title: str
    name: str
    phone: str
    supervision_phone: str
    groups: tuple[Group, ...]


def public_officer(node_code: str, *, at: datetime) -> PublicOfficer:
    """The accountable officer of a grid; public knowledge. Raises NotThere for an unknown grid."""
    node = territory.node_by_code(node_code)
    above = territory.ancestors(node)
    post = people.responsible_post(role=Role.OFFICER, node_id=node.id)
    person = people.staff_person(post.id, at) if post else None
    phones = [
        place.supervision_phone for place in (node, *reversed(above)) if place.supervision_phone
    ]
    return PublicOfficer(
        node=node,
        community=above[-1] if above else None,
        post_id=post.id if post else None,
        title=post.title if post else "",
        name=person.name if person else "",
        phone=(people.post_phone(post.id) if post else "") or node.phone,
        supervision_phone=phones[0] if phones else "",
        groups=tuple(
            Group.objects.filter(
                node=node, is_active=True, kind__in=[kind.value for kind in JOINED_BY_CODE]
            ).order_by("id")
        ),
    )
