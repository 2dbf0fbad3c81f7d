"""The shape of a benchmark. A module of `bench.benchmarks` with a `BENCHMARK` is one."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum


class Core(StrEnum):
    """What a process of a benchmark is to the measurement; `cores.py` gives each part its cores."""

    DATABASE = "database"
    APP = "app"
    CLIENT = "client"


@dataclass(frozen=True)
class Effort:
    """How much of it: runs after the warm-ups, and about how long one phase of a run lasts."""

    warmups: int = 1
    runs: int = 5
    seconds: float = 3.0


@dataclass(frozen=True)
class Sample:
    """What one run found. The names of figures end in their unit: `messages_per_s`, `p99_ms`, `live_mb`.

    figures: ours, the headline among them. limits: what each limit reached of the headline, in the same run.
    counts: what must be exact, such as queries. `lost` and `doubled` other than 0 fail the benchmark.
    """

    figures: Mapping[str, float]
    limits: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


Run = Callable[[], Sample]


@dataclass(frozen=True)
class Goal:
    """What must be reached by a median. of: a figure, or `ratio:<limit>`. sizes: all when empty."""

    of: str
    at_least: float | None = None
    at_most: float | None = None
    sizes: tuple[int, ...] = ()

    def is_reached_by(self, value: float) -> bool:
        enough = self.at_least is None or value >= self.at_least
        return enough and (self.at_most is None or value <= self.at_most)


@dataclass(frozen=True)
class Benchmark:
    """One question and how it is measured.

    size_of: what grows ("senders"). sizes: at least three, growing; the tests run the first alone.
    headline: the figure that limits are compared with; is_more_better tells which way a ratio is good: ratios are always
    ours / limit where more is better, limit / ours where less is, so that 1.0 is as good as the limit and above is better.
    limits: name → in a sentence, what it is that was measured as the most that could be.
    prepared: given a size and an effort, makes everything ready and yields the function that does one run;
    what it started is stopped at the end. It runs in a process of its own, pinned to `core`.
    needs_site: DATABASE_URL names a database of its own, migrated and empty, on a durable server.
    needs: programs without which it cannot run, such as "cc".
    """

    name: str
    question: str
    size_of: str
    sizes: tuple[int, ...]
    headline: str
    limits: Mapping[str, str]
    prepared: Callable[[int, Effort], AbstractContextManager[Run]]
    is_more_better: bool = True
    core: Core = Core.CLIENT
    needs_site: bool = True
    needs: tuple[str, ...] = ()
    goals: tuple[Goal, ...] = ()
