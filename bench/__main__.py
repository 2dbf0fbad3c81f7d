"""`python -m bench`: run benchmarks, print them, keep them. `make bench` calls it."""

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from bench.harness import catalogue, machine, running
from bench.harness.benchmark import Effort
from bench.harness.ground import NO_DATABASE, environment
from bench.harness.running import Line
from bench.harness.table import table
from huiyin.config.site import set_up_django

RESULTS = Path(__file__).parent / "results"
FOLDER = machine.ROOT / "build" / "bench"  # on the disk of the repository, not in memory


def main() -> int:
    """Returns 1 when a benchmark failed. A goal that was not reached is shown, and is no failure."""
    options = _options()
    FOLDER.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(FOLDER, NO_DATABASE))
    set_up_django()  # the modules of the benchmarks import models
    lines = []
    with options.keep.open("a", encoding="utf-8") as kept:
        for line in _lines(options):
            lines.append(line)
            words = json.dumps(line, ensure_ascii=False) + "\n"
            kept.write(words)
            kept.flush()
            sys.stdout.write(words)
            sys.stdout.flush()
    found = [line for line in lines if line["kind"] == "result"]
    sys.stdout.write("\n" + table(found) + f"\n\n{options.keep}\n")
    return int(any(line["kind"] == "failure" for line in lines))


def _lines(options: argparse.Namespace) -> Iterator[Line]:
    effort = Effort(options.warmups, options.runs, options.seconds)
    yield machine.facts(FOLDER) | {"effort": asdict(effort)}
    benchmarks = [catalogue.benchmark(name) for name in options.only]
    yield from running.lines(benchmarks, options.sizes, effort, FOLDER)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="See bench/README.md.")
    names, usual = catalogue.names(), Effort()
    parser.add_argument(
        "--only", type=_names, default=names, metavar="NAME,…", help=", ".join(names)
    )
    parser.add_argument("--sizes", default="all", help="all, smallest, or numbers: 8,128")
    parser.add_argument("--runs", type=int, default=usual.runs)
    parser.add_argument("--warmups", type=int, default=usual.warmups)
    parser.add_argument(
        "--seconds", type=float, default=usual.seconds, help="of one phase of a run"
    )
    parser.add_argument("--keep", type=Path, default=_file(), help="where the lines are kept")
    return parser.parse_args()


def _names(words: str) -> list[str]:
    names = words.split(",")
    if unknown := set(names).difference(catalogue.names()):
        raise argparse.ArgumentTypeError(f"no benchmark {', '.join(sorted(unknown))}")
    return names


def _file() -> Path:
    """A file for the day and the commit; a later run of the same commit is added to it."""
    commit = machine.commit().replace("+", "-changed")
    return RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{commit}.jsonl"


if __name__ == "__main__":
    raise SystemExit(main())
