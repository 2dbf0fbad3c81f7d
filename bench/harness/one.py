"""One benchmark at one size, in a process of its own: `python -m bench.harness.one NAME SIZE EFFORT` prints its samples.

The effort is JSON. What stdout gets is one line of JSON for each run after the warm-ups.
"""

import json
import os
import sys
from dataclasses import asdict

from bench.harness import catalogue, cores
from bench.harness.benchmark import Effort
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
                sys.stdout.write(json.dumps(asdict(sample)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
