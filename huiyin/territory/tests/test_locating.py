from datetime import date
from typing import Any

import pytest
from django.db import transaction

from huiyin.lib.refusal import Refused
from huiyin.territory.actions import write_boundaries, write_nodes
from huiyin.territory.models import BoundariesVersion, Node
from huiyin.territory.queries.locating import locator_of, node_at, overlaps
from huiyin.territory.rules import NodeFacts, NodeKind

pytestmark = pytest.mark.django_db

TODAY = date(2026, 9, 14)
COMMUNITY, WEST, EAST = "371625003201", "371625003201Z001", "371625003201Z002"
CODES = ["3716", "371625", "371625003", COMMUNITY, WEST, EAST, f"{WEST}W01"]


def square(lng: float, lat: float, width: float = 0.1) -> dict[str, Any]:
    corners = [(0, 0), (width, 0), (width, 0.1), (0, 0.1), (0, 0)]
    return {"type": "Polygon", "coordinates": [[[lng + x, lat + y] for x, y in corners]]}


@pytest.fixture(autouse=True)
def tree() -> None:
    write_nodes(NodeFacts(code, code) for code in CODES)
    write_boundaries({WEST: square(118.0, 37.0), EAST: square(118.1, 37.0)})


def at(lng: float, lat: float = 37.05, **asked: Any) -> str | None:
    found = node_at(lng=lng, lat=lat, **{"on": TODAY, **asked})
    return found.code if found else None


def test_a_point_is_in_its_grid() -> None:
    assert (at(118.05), at(118.15), at(120.0)) == (WEST, EAST, None)


def test_a_border_belongs_to_the_lower_code() -> None:
    write_boundaries({EAST: square(118.0, 37.1), WEST: square(118.0, 37.0)})
    assert at(118.05, 37.1) == WEST


def test_kinds_are_looked_at_apart() -> None:
    write_boundaries({COMMUNITY: square(118.0, 37.0, 1.0), f"{WEST}W01": square(118.0, 37.0, 0.01)})
    assert at(118.5) is None
    assert at(118.5, kind=NodeKind.COMMUNITY) == COMMUNITY
    assert at(118.005, kind=NodeKind.MICRO_GRID) == f"{WEST}W01"
    assert at(118.005) == WEST


def test_a_new_boundary_rules_the_next_question() -> None:
    assert at(118.05) == WEST
    write_boundaries({WEST: square(117.0, 37.0), EAST: square(118.0, 37.0)})
    assert (at(118.05), at(117.05), at(118.15)) == (EAST, WEST, None)


def test_a_boundary_that_was_taken_back_leaves_nothing_behind() -> None:
    assert at(118.05) == WEST
    with transaction.atomic():
        write_boundaries({WEST: square(117.0, 37.0)})
        assert at(117.05) == WEST
        transaction.set_rollback(True)
    assert (at(117.05), at(118.05)) == (None, WEST)
    write_boundaries({WEST: square(116.0, 37.0)})
    assert (at(117.05), at(116.05)) == (None, WEST)


def test_the_same_boundary_again_is_no_change() -> None:
    kept = locator_of(NodeKind.GRID, on=TODAY)
    assert write_boundaries({WEST: square(118.0, 37.0)}).changed == []
    assert locator_of(NodeKind.GRID, on=TODAY) is kept


def test_while_nothing_changes_a_question_is_two_small_queries(
    django_assert_num_queries: Any,
) -> None:
    at(118.05)
    with django_assert_num_queries(2):
        assert at(118.15) == EAST
    with django_assert_num_queries(1):
        assert at(120.0) is None


def test_a_dissolved_grid_holds_nothing_from_that_day_on() -> None:
    Node.objects.filter(code=WEST).update(valid_to=date(2026, 9, 15))
    assert at(118.05) == WEST
    assert at(118.05, on=date(2026, 9, 15)) is None


def test_a_grid_of_tomorrow_holds_nothing_today() -> None:
    Node.objects.filter(code=WEST).update(valid_from=date(2026, 9, 15))
    assert at(118.05) is None
    assert at(118.05, on=date(2026, 9, 15)) == WEST


def test_overlaps_name_first_who_has_the_ground() -> None:
    write_boundaries({EAST: square(118.05, 37.0)})
    nodes = Node.objects.in_bulk(field_name="code")
    (found,) = overlaps(NodeKind.GRID, on=TODAY)
    assert (found.id, found.other_id) == (nodes[WEST].pk, nodes[EAST].pk)


def test_a_boundary_of_an_unknown_code_is_refused() -> None:
    with pytest.raises(Refused, match="371625003201Z009"):
        write_boundaries({"371625003201Z009": square(118.0, 37.0)})


def test_without_any_boundary_nothing_is_found(django_assert_num_queries: Any) -> None:
    with transaction.atomic():
        Node.objects.update(geometry=None)
        BoundariesVersion.objects.all().delete()
        with django_assert_num_queries(1):
            assert at(118.05) is None
