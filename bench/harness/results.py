"""From samples to a result: medians and spreads, of figures, limits and the ratios between them."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bench.harness.benchmark import Benchmark, Goal, Sample


@dataclass(frozen=True)
class Spread:
    """Of the runs of one figure."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(statistics.median(values), min(values), max(values))

    def told(self) -> dict[str, float]:
        return {"median": self.median, "min": self.least, "max": self.most}


def result(benchmark: Benchmark, size: int, samples: Sequence[Sample]) -> dict[str, Any]:
    """One line of a result. A ratio is taken within a run, where ours and the limit had the same weather."""
    figures = _spreads(sample.figures for sample in samples)
    ratios = _spreads(_ratios(benchmark, sample) for sample in samples)
    return {
        "kind": "result",
        "benchmark": benchmark.name,
        "question": benchmark.question,
        "size": size,
        "size_of": benchmark.size_of,
        "headline": benchmark.headline,
        "is_more_better": benchmark.is_more_better,
        "runs": len(samples),
        "figures": _told(figures),
        "limits": _told(_spreads(sample.limits for sample in samples)),
        "limits_are": dict(benchmark.limits),
        "ratios": _told(ratios),
        "counts": [dict(sample.counts) for sample in samples],
        "goals": list(_goals(benchmark, size, figures, ratios)),
    }


def _ratios(benchmark: Benchmark, sample: Sample) -> dict[str, float]:
    ours = sample.figures[benchmark.headline]
    return {
        name: (ours / limit if benchmark.is_more_better else limit / ours)
        for name, limit in sample.limits.items()
        if ours and limit
    }


def _spreads(runs: Iterable[Mapping[str, float]]) -> dict[str, Spread]:
    values: dict[str, list[float]] = {}
    for run in runs:
        for name, value in run.items():
            values.setdefault(name, []).append(value)
    return {name: Spread.of(found) for name, found in values.items()}


def _told(spreads: Mapping[str, Spread]) -> dict[str, dict[str, float]]:
    return {name: spread.told() for name, spread in spreads.items()}


def _goals(
    benchmark: Benchmark, size: int, figures: Mapping[str, Spread], ratios: Mapping[str, Spread]
) -> Iterable[dict[str, Any]]:
    for goal in benchmark.goals:
        if goal.sizes and size not in goal.sizes:
            continue
        reached = _of(goal, figures, ratios)
        if reached is not None:
            yield {
                "of": goal.of,
                "at_least": goal.at_least,
                "at_most": goal.at_most,
                "reached": reached.median,
                "is_reached": goal.is_reached_by(reached.median),
            }


def _of(goal: Goal, figures: Mapping[str, Spread], ratios: Mapping[str, Spread]) -> Spread | None:
    kind, _, name = goal.of.rpartition(":")
    return ratios.get(name) if kind == "ratio" else figures.get(name)
