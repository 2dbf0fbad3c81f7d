"""Places, categories, and the public page of an officer."""

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from huiyin.escalation.rules import Urgency
from huiyin.territory.rules import GridType, NodeKind
from huiyin.web.api.shapes.cases import PlaceOut, RungNumber
from huiyin.web.api.shapes.parts import In, Out

if TYPE_CHECKING:
    from huiyin.escalation.rules import CategoryFacts
    from huiyin.groups.queries import PublicOfficer
    from huiyin.territory.models import Node

NodeCode = Annotated[str, Field(pattern=r"^[0-9A-Z]{4,20}$")]
NodePath = Annotated[str, Field(pattern=r"^([0-9A-Z]{4,20}/){1,6}$")]


class NodeOut(Out):
    """A place of the one tree. `path`: the codes from the city down, each with a slash; a subtree begins with it."""

    id: int
    kind: NodeKind
    code: str
    name: str
    parent_id: int | None
    path: str
    grid_type: GridType | None
    phone: str
    supervision_phone: str

    @classmethod
    def of(cls, node: "Node") -> "NodeOut":
        return cls.model_validate(node)


class NodesOut(Out):
    """`next` is the `after` of the next page, null on the last one."""

    items: list[NodeOut]
    next: str | None


class NodesQuery(In):
    """`under`: the code of the place whose subtree is wanted, itself included; the whole tree when left out."""

    under: NodeCode | None = None
    kind: NodeKind | None = None
    after: NodePath | None = None
    limit: Annotated[int, Field(ge=1, le=1000)] = 200


class NodeDetailOut(Out):
    """`ancestors`: from the city down to the parent. `geometry`: GeoJSON in WGS84, or null."""

    node: NodeOut
    ancestors: list[NodeOut]
    geometry: dict[str, Any] | None


class CategoryOut(Out):
    """A class (two digits) or a leaf (four); cases take a leaf."""

    code: str
    name: str
    key: str
    is_leaf: bool
    first_rung: RungNumber
    last_rung: RungNumber
    urgency: Urgency
    is_restricted: bool
    needs_place_proof: bool

    @classmethod
    def of(cls, category: "CategoryFacts") -> "CategoryOut":
        return cls.model_validate(category)


class CategoriesOut(Out):
    """`version`: of the policy they belong to."""

    version: int
    items: list[CategoryOut]


class OfficerOut(Out):
    """Who answers for a grid, as it hangs on the wall. `name` is empty where nobody holds the post or any above."""

    node: PlaceOut
    community: PlaceOut | None
    post_id: int | None
    title: str
    name: str
    phone: str
    supervision_phone: str
    groups: list[str]

    @classmethod
    def of(cls, found: "PublicOfficer") -> "OfficerOut":
        return cls(
            node=PlaceOut.of(found.node),
            community=PlaceOut.of(found.community) if found.community else None,
            post_id=found.post_id,
            title=found.title,
            name=found.name,
            phone=found.phone,
            supervision_phone=found.supervision_phone,
            groups=[group.name for group in found.groups],
        )
