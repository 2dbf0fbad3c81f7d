"""Any number of places side by side, as a county has them: no gaps, no overlaps, borders that are no straight lines."""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

SEED = 20260914
WEST, SOUTH, WIDTH = 118.0, 37.0, 0.5  # degrees: a county
PIECES = 8  # of each of the four borders of a place, so a ring has 33 positions
CORNER = 0.2  # how far a corner is moved, in widths of a place
BEND = 0.015  # the same for a point between two corners

Numbers = NDArray[np.float64]


def places(count: int) -> NDArray[np.object_]:
    """Polygons; neighbours share their border to the last digit. The same ones every time."""
    chance = np.random.default_rng(SEED)
    side = math.isqrt(count - 1) + 1
    corners = _corners(side, chance)
    rows = _bent(corners[:, :-1], corners[:, 1:], chance)
    columns = _bent(corners[:-1, :], corners[1:, :], chance)
    rings = np.concatenate(
        [rows[:-1], columns[:, 1:], _back(rows[1:], corners[1:, 1:]),
         _back(columns[:, :-1], corners[1:, :-1]), corners[:-1, :-1, None]],
        axis=2,
    )  # fmt: skip
    found = shapely.polygons(rings.reshape(side * side, -1, 2)[:count])
    return np.asarray(found, dtype=np.object_)


def points(count: int, seed: int) -> tuple[Numbers, Numbers]:
    """lng, lat of points in the county and a little beyond it."""
    chance = np.random.default_rng(seed)
    lng, lat = chance.uniform(-0.02 * WIDTH, 1.02 * WIDTH, (2, count))
    return WEST + lng, SOUTH + lat


def _corners(side: int, chance: np.random.Generator) -> Numbers:
    """(side + 1, side + 1, 2): a chessboard whose corners were pushed about."""
    steps = np.arange(side + 1.0)
    board = np.stack(np.meshgrid(steps, steps), axis=-1)
    board += chance.uniform(-CORNER, CORNER, board.shape)
    return np.array([WEST, SOUTH]) + board * (WIDTH / side)


def _bent(start: Numbers, end: Numbers, chance: np.random.Generator) -> Numbers:
    """(…, PIECES, 2): from each start to just before its end."""
    along = np.linspace(0, 1, PIECES, endpoint=False)[:, None]
    line = start[..., None, :] * (1 - along) + end[..., None, :] * along
    width = WIDTH / max(start.shape[:2])
    bend = chance.uniform(-BEND, BEND, line.shape) * width
    bend[..., 0, :] = 0
    return np.asarray(line + bend, dtype=np.float64)


def _back(line: Numbers, end: Numbers) -> Numbers:
    """The same border from its end to just before its start."""
    return np.concatenate([end[..., None, :], line[..., :0:-1, :]], axis=-2)
