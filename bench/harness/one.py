"""One benchmark at one size, in a process of its own: `python -m bench.harness.one NAME SIZE EFFORT` prints its samples.

The effort is JSON. What stdout gets is one line of JSON for each run after the warm-ups.
"""

import json
import os
import statistics
import sys
import time
from dataclasses import asdict, replace

from bench.harness import catalogue, cores
from bench.harness.benchmark import Effort, Sample
from huiyin.config.site import set_up_django


class Wrong(Exception):
    """Something was lost or came twice: a figure of it would be worth nothing."""


def main(name: str, size: str, effort_json: str) -> None:
    effort = Effort(**json.loads(effort_json))
    set_up_django()
    benchmark = catalogue.benchmark(name)
    os.sched_setaffinity(0, cores.plan()[benchmark.core])
    with benchmark.prepared(int(size), effort) as run:
        for number in range(effort.warmups + effort.runs):
            sample = run()
            for fault in ("lost", "doubled"):
                if sample.counts.get(fault):
                    raise Wrong(f"{name} at {size}: {sample.counts[fault]} {fault}")
            if number >= effort.warmups:
                sys.stdout.write(json.dumps(asdict(_paced(sample))) + "\n")


def _paced(sample: Sample) -> Sample:
    """With the pace of this core, right after the run: a shared machine gives more in one minute than in the next."""
    return replace(sample, figures={**sample.figures, "pace_ms": _pace_ms()})


def _pace_ms() -> float:
    """How long 100,000 steps of plain Python take: median of five."""
    took = []
    for _ in range(5):
        began = time.perf_counter()
        sum(step * step for step in range(100_000))
        took.append(time.perf_counter() - began)
    return statistics.median(took) * 1000


if __name__ == "__main__":
    main(*sys.argv[1:])
