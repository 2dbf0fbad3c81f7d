"""Benchmarks one after another, each size in a process of its own."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.harness import results
from bench.harness.benchmark import Benchmark, Effort, Sample
from bench.harness.ground import NO_DATABASE, Ground, environment, ground
from bench.harness.machine import ROOT

TOO_LONG_S = 3600
Line = dict[str, Any]


def lines(
    benchmarks: Sequence[Benchmark], sizes: str, effort: Effort, folder: Path
) -> Iterator[Line]:
    """A line for each benchmark and size: a result, a failure, or why it was skipped."""
    with ExitStack() as stack:
        made: Ground | None = None
        for benchmark in benchmarks:
            missing = [program for program in benchmark.needs if not shutil.which(program)]
            if missing:
                yield _skipped(benchmark, f"needs {', '.join(missing)}, which this machine lacks")
                continue
            if benchmark.needs_site and made is None:
                made = stack.enter_context(ground(folder))
            for size in chosen(benchmark, sizes):
                yield _line(benchmark, size, effort, made, folder)


def chosen(benchmark: Benchmark, sizes: str) -> list[int]:
    """sizes: "all", "smallest", or numbers with commas; any number may be asked for."""
    if sizes == "all":
        return list(benchmark.sizes)
    if sizes == "smallest":
        return [min(benchmark.sizes)]
    return [int(size) for size in sizes.split(",")]


def _line(
    benchmark: Benchmark, size: int, effort: Effort, made: Ground | None, folder: Path
) -> Line:
    sys.stderr.write(f"· {benchmark.name}, {size:,} {benchmark.size_of}\n")
    with _surroundings(benchmark, size, made, folder) as surroundings:
        arguments = [benchmark.name, str(size), json.dumps(asdict(effort))]
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "bench.harness.one", *arguments],
            cwd=ROOT,
            env=surroundings,
            stdout=subprocess.PIPE,
            text=True,
            timeout=TOO_LONG_S,
            check=False,
        )
    if done.returncode != 0:
        return {"kind": "failure", "benchmark": benchmark.name, "size": size}
    samples = [Sample(**json.loads(line)) for line in done.stdout.splitlines()]
    return results.result(benchmark, size, samples)


@contextmanager
def _surroundings(
    benchmark: Benchmark, size: int, made: Ground | None, folder: Path
) -> Iterator[dict[str, str]]:
    """The environment of the benchmark: with a database of its own, or with an empty home alone."""
    if benchmark.needs_site and made is not None:
        with made.database(f"{benchmark.name}_{size}") as surroundings:
            yield surroundings
        return
    with tempfile.TemporaryDirectory(prefix="home-", dir=folder) as home:
        yield environment(Path(home), NO_DATABASE)


def _skipped(benchmark: Benchmark, why: str) -> Line:
    sys.stderr.write(f"· {benchmark.name}: {why}\n")
    return {"kind": "skipped", "benchmark": benchmark.name, "why": why}
