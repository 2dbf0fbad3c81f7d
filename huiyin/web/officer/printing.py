"""What stands on the sheets: the code of a grid for the notice board, of a building for its stairway, of a household for
its letter-box.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from huiyin.coverage import actions
from huiyin.coverage.queries import states
from huiyin.coverage.rules import State
from huiyin.coverage.rules.invitations import shown
from huiyin.ground.cards import POSTER, SIGN, SLIP, Card, Grid, cards_pdf
from huiyin.lib.times import local
from huiyin.territory import queries as territory
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.households import home_name

if TYPE_CHECKING:
    from huiyin.groups.models import Group
    from huiyin.territory.models import Node

# of one grid: the largest of the demonstration has some 1,300 homes
MOST_SLIPS = 2000
# a household that is in already, or empty, needs no letter; who said no is left out by the action
GETS_A_LETTER = (State.INVITED, State.UNKNOWN)


class Sheet(StrEnum):
    GRID = "grid"
    BUILDING = "building"
    HOUSEHOLD = "household"


SIZES: Mapping[Sheet, Grid] = {
    Sheet.GRID: POSTER,
    Sheet.BUILDING: SIGN,
    Sheet.HOUSEHOLD: SLIP,
}


def sheet_pdf(request: SignedIn, kind: Sheet, node: "Node", group: "Group") -> bytes:
    """The cards of one grid. For households their codes are made with it, so it runs in the edge's transaction."""
    makers = {Sheet.GRID: _grid, Sheet.BUILDING: _buildings, Sheet.HOUSEHOLD: _households}
    return cards_pdf(group.name, makers[kind](request, node, group), SIZES[kind])


def _door(request: SignedIn, code: str) -> str:
    return request.build_absolute_uri(reverse("resident:join", args=[code]))


def _grid(request: SignedIn, node: "Node", group: "Group") -> Iterator[Card]:
    code = group.join_code or ""
    lines = [
        gettext("手机扫一扫，加入本网格的群"),
        gettext("说的每一件事，都有人负责、有结果，并且会告诉您。"),
    ]
    # two on the sheet: one for each side of the gate
    for _side in range(2):
        yield Card(group.name, _door(request, code), [node.name, *lines], code)


def _buildings(request: SignedIn, node: "Node", group: "Group") -> Iterator[Card]:
    code = group.join_code or ""
    for building in territory.buildings_of(node):
        address = f"{_door(request, code)}?building={building.pk}"
        yield Card(building.name, address, [group.name, gettext("扫一扫，填单元和房号进群")], code)


def _households(request: SignedIn, node: "Node", _group: "Group") -> Iterator[Card]:
    """Only households whose people somebody knows of have a code; a home without one gets its sign in the stairway."""
    lines = states.homes([node.path], now=request.now, states=GETS_A_LETTER, limit=MOST_SLIPS)
    ids = [line.household_id for line in lines if line.household_id]
    printed = actions.invitations_to_print(
        viewer=request.viewer, grid=node, household_ids=ids, now=request.now
    )
    for line in lines:
        made = printed.get(line.household_id or 0)
        if made is None:
            continue
        until = local(made.expires_at).strftime("%Y-%m-%d")
        words = [
            gettext("只给这一户用，扫一扫直接进群"),
            gettext("有效到 %s") % until,
        ]
        yield Card(home_name(line), _door(request, shown(made.code)), words, shown(made.code))
