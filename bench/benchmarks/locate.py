"""In which places points lie, many at once; and how long it takes until the first can be asked for."""

import ctypes
import gc
import itertools
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import shapely
from numpy.typing import NDArray

from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.load import tessellation
from bench.load.processes import pss_kb
from huiyin.territory.rules.locate import NOWHERE, Locator

POINTS = 10_000
ROUNDS = 10  # of each, in turn and with turns changed, so that both have the same weather
Ask = Callable[[], NDArray[np.int64]]


@contextmanager
def prepared(size: int, _effort: Effort) -> Iterator[Run]:
    before = _held_mb()
    shapes = tessellation.places(size)
    shapes_mb = _held_mb() - before
    seeds = itertools.count()
    gc.freeze()  # or a search of everything Django holds falls on whoever makes its objects just then
    yield lambda: _run(shapes, shapes_mb, next(seeds))


def _run(shapes: NDArray[np.object_], shapes_mb: float, seed: int) -> Sample:
    """Points are new in each run: the same ones again would find their places in the cache of the processor."""
    lng, lat = tessellation.points(POINTS, seed)
    before = _held_mb()
    began = time.perf_counter()
    locator = Locator(range(1, len(shapes) + 1), shapes)
    build_s = time.perf_counter() - began
    index_mb = _held_mb() - before
    tree = shapely.STRtree(shapes)
    asks: dict[str, Ask] = {
        "ours": lambda: locator.locate(lng, lat),
        "bare": lambda: tree.query(shapely.points(lng, lat), predicate="intersects"),
    }
    took, wrong = _in_turn(asks)
    figures = {
        "points_per_s": ROUNDS * POINTS / took["ours"][0],
        "points_per_cpu_s": ROUNDS * POINTS / took["ours"][1],
        "build_s": build_s,
        "shapes_mb": shapes_mb,
        "index_mb": index_mb,
    }
    return Sample(figures, {"bare_tree": ROUNDS * POINTS / took["bare"][1]}, {"lost": wrong})


def _in_turn(asks: Mapping[str, Ask]) -> tuple[dict[str, NDArray[np.float64]], int]:
    """The seconds of each, by the clock and by the core, and how many points of ours differ."""
    took, wrong = {name: np.zeros(2) for name in asks}, 0
    for number in range(ROUNDS):
        answers = {}
        for name in sorted(asks, reverse=bool(number % 2)):
            answers[name], seconds = _timed(asks[name])
            took[name] += seconds
        wrong += _differences(answers["ours"], answers["bare"])
    return took, wrong


def _timed(ask: Ask) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The answer, and the seconds by the clock and by the core."""
    clock, core = time.perf_counter(), time.process_time()
    answer = ask()
    return answer, np.array([time.perf_counter() - clock, time.process_time() - core])


def _differences(found: NDArray[np.int64], pairs: NDArray[np.int64]) -> int:
    """Points that were not given the lowest of the places which the bare tree found for them."""
    lowest = np.full(len(found), NOWHERE)
    point, place = pairs
    order = np.lexsort((-place, point))
    lowest[point[order]] = place[order] + 1
    return int(np.count_nonzero(lowest != found))


def _held_mb() -> float:
    """What is in use: what was given back to the C library but not yet to the kernel is not counted."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return pss_kb(os.getpid()) / 1024


BENCHMARK = Benchmark(
    name="locate",
    question="In which of so many places do 10,000 points lie?",
    size_of="places",
    sizes=(714, 6_098, 700_000),
    # pure computing in one thread: on a quiet machine the same as by the clock, on a busy one still a fair ratio
    headline="points_per_cpu_s",
    limits={"bare_tree": "STRtree.query of the same points, without choosing one place for each"},
    prepared=prepared,
    core=Core.APP,
    needs_site=False,
    goals=(
        Goal("points_per_s", at_least=100_000, sizes=(6_098,)),
        Goal("build_s", at_most=2.0, sizes=(700_000,)),
    ),
)
