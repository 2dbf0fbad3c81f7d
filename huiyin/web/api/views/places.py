"""Places, categories, and who answers for a grid: public knowledge."""

from ninja import Path, Query, Router

from huiyin.escalation import queries as escalation
from huiyin.groups import queries as groups
from huiyin.people.rules import Scope
from huiyin.territory import queries as territory
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes.parts import Id
from huiyin.web.api.shapes.places import (
    CategoriesOut,
    CategoryOut,
    NodeCode,
    NodeDetailOut,
    NodeOut,
    NodesOut,
    NodesQuery,
    OfficerOut,
)
from huiyin.web.kit.requests import Asked, SignedIn

router = Router(tags=["places"])


@operation(router, "GET", "/territory/nodes", scope=Scope.READ_TERRITORY, answers=NodesOut)
def list_nodes(request: SignedIn, query: Query[NodesQuery]) -> NodesOut:
    """The tree of places, or a subtree

    In the order of their paths, from the top down.
    """
    found = territory.subtree(territory.node_by_code(query.under).path if query.under else "")
    if query.kind:
        found = found.filter(kind=query.kind)
    if query.after:
        found = found.filter(path__gt=query.after)
    nodes = list(found[: query.limit + 1])
    more = nodes[query.limit - 1].path if len(nodes) > query.limit else None
    return NodesOut(items=[NodeOut.of(node) for node in nodes[: query.limit]], next=more)


@operation(
    router,
    "GET",
    "/territory/nodes/{int:node_id}",
    scope=Scope.READ_TERRITORY,
    answers=NodeDetailOut,
)
def show_node(request: SignedIn, node_id: Id) -> NodeDetailOut:
    """One place with what lies above it"""
    node = territory.node(node_id)
    return NodeDetailOut(
        node=NodeOut.of(node),
        ancestors=[NodeOut.of(above) for above in territory.ancestors(node)],
        geometry=node.geometry,
    )


@operation(router, "GET", "/categories", scope=Scope.READ_TERRITORY, answers=CategoriesOut)
def list_categories(request: SignedIn) -> CategoriesOut:
    """The categories that hold now"""
    policy = escalation.policy()
    categories = [policy.categories[code] for code in sorted(policy.categories)]
    return CategoriesOut(
        version=policy.version, items=[CategoryOut.of(category) for category in categories]
    )


@operation(router, "GET", "/officers/{grid_code}", scope=None, answers=OfficerOut)
def show_officer(request: Asked, grid_code: Path[NodeCode]) -> OfficerOut:
    """Who answers for a grid

    Public: needs neither key nor session.
    """
    return OfficerOut.of(groups.public_officer(grid_code, at=request.now))
