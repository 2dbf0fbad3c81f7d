"""A whole county from its spreadsheets: places, homes, people, posts, groups; then all of them again."""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.load import importing, tables

WRITTEN = (
    "territory_node",
    "territory_compound",
    "territory_building",
    "territory_dwelling",
    "people_person",
    "people_household",
    "people_householdmember",
    "people_post",
    "people_incumbency",
    "groups_group",
    "groups_member",
)


@contextmanager
def prepared(size: int, _effort: Effort) -> Iterator[Run]:
    grids = max(5, tables.GRIDS * size // tables.HOUSEHOLDS_IN_ALL)
    with tempfile.TemporaryDirectory() as folder:
        files = tables.county(Path(folder), grids, size)
        yield lambda: _run(files)


def _run(files: list[tuple[str, Path]]) -> Sample:
    importing.emptied(WRITTEN)
    county_s, first = _imported(files)
    again_s, again = _imported(files)
    bare_s = importing.copied_s(WRITTEN)
    rows = sum(first.values())
    return Sample(
        figures={"county_s": county_s, "again_s": again_s, "rows_per_s": rows / county_s},
        limits={"bare_copy": bare_s},
        counts={
            "rows": rows,
            "lost": rows - first["new"],
            "doubled": again["new"] + again["changed"] + again["refused"],
        },
    )


def _imported(files: list[tuple[str, Path]]) -> tuple[float, Counter[str]]:
    """Seconds, and rows by what became of them."""
    counts: Counter[str] = Counter()
    began = time.perf_counter()
    for kind, path in files:
        counts += importing.brought_in(kind, path)
    return time.perf_counter() - began, counts


BENCHMARK = Benchmark(
    name="county",
    question="How long until a county stands in the system from its spreadsheets: places, homes, people, posts, groups?",
    size_of="households",
    sizes=(500, 10_000, 120_000),
    headline="county_s",
    is_more_better=False,
    limits={"bare_copy": "COPY of the same rows into the same tables"},
    prepared=prepared,
    core=Core.APP,
    goals=(
        Goal("county_s", at_most=20.0, sizes=(10_000,)),
        Goal("county_s", at_most=300.0, sizes=(120_000,)),
    ),
)
