"""People of households from one spreadsheet: read, checked against what stands, written; then the same file again."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.load import importing, tables

GRIDS = 100
WRITTEN = ("people_person", "people_household", "people_householdmember")


@contextmanager
def prepared(size: int, _effort: Effort) -> Iterator[Run]:
    """The homes stand already, as they do where households are brought in."""
    households = size // 2  # more homes than the people of the file need
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for kind, rows in (
            ("nodes", tables.nodes(GRIDS)),
            ("homes", tables.homes(GRIDS, households)),
        ):
            for path in tables.written(place, kind, rows):
                importing.brought_in(kind, path)
        people = islice(tables.people(GRIDS, households), size)
        paths = tables.written(place, "households", people)
        yield lambda: _run(paths, size)


def _run(paths: list[Path], size: int) -> Sample:
    importing.emptied(WRITTEN)
    importing.forget_high_water()
    before = importing.high_water_mb()
    began = time.perf_counter()
    first = [importing.brought_in("households", path) for path in paths]
    took = time.perf_counter() - began
    peak = importing.high_water_mb()
    began = time.perf_counter()
    again = [importing.brought_in("households", path) for path in paths]
    again_s = time.perf_counter() - began
    bare_s = importing.copied_s(WRITTEN)
    return Sample(
        figures={
            "rows_per_s": size / took,
            "again_rows_per_s": size / again_s,
            "peak_mb": peak,
            "grown_mb": peak - before,
        },
        limits={"bare_copy": size / bare_s},
        counts={
            "lost": size - sum(counts["new"] for counts in first),
            "doubled": sum(counts["new"] + counts["changed"] for counts in again),
        },
    )


BENCHMARK = Benchmark(
    name="imports",
    question="How many rows of people a second come in from a spreadsheet, previewed and written, and in how much memory?",
    size_of="rows",
    sizes=(2_000, 10_000, 50_000, 200_000),
    headline="rows_per_s",
    limits={"bare_copy": "COPY of the same persons, households and members into the same tables"},
    prepared=prepared,
    core=Core.APP,
    goals=(Goal("grown_mb", at_most=32.0),),
)
