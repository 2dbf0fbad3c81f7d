"""Who runs where: what is measured has a core to itself, on every machine of two cores and more.

With two cores the load comes from the core of the database: it slows the database down, never what is measured, and the
limits have both cores as we do. With more, the load has the rest to itself.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

from bench.harness.benchmark import Core

Cores = frozenset[int]


@cache
def plan() -> dict[Core, Cores]:
    """The cores of each part, out of those this process was given when it started."""
    given = sorted(os.sched_getaffinity(0))
    return divided(given)


def divided(given: list[int]) -> dict[Core, Cores]:
    """given: numbers of cores, at least one."""
    database, app = given[0], given[1 % len(given)]
    rest = given[2:] or [database]
    return {
        Core.DATABASE: frozenset([database]),
        Core.APP: frozenset([app]),
        Core.CLIENT: frozenset(rest),
    }


def moved_to(core: Core | None) -> Callable[[], None]:
    """For `preexec_fn`: the child starts on these cores, or on all for None, and so do its own children."""
    cores = of(core)
    return lambda: os.sched_setaffinity(0, cores)


def of(core: Core | None) -> Cores:
    """The cores of a part, or all for None."""
    return plan()[core] if core else frozenset[int]().union(*plan().values())


@contextmanager
def on(core: Core | None) -> Iterator[None]:
    """This process is there for a while, and what it starts meanwhile stays there. None: on all cores."""
    cores, before = of(core), os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
