"""What the harness does with samples; no clock is involved."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.harness.cores import divided
from bench.harness.results import result
from bench.harness.running import chosen
from bench.harness.table import table


@contextmanager
def _prepared(size: int, effort: Effort) -> Iterator[Run]:
    yield lambda: Sample({})


def _benchmark(*, is_more_better: bool = True, goals: tuple[Goal, ...] = ()) -> Benchmark:
    return Benchmark(
        name="post",
        question="How many letters?",
        size_of="senders",
        sizes=(1, 8, 32),
        headline="letters_per_s",
        limits={"hand": "written by hand"},
        prepared=_prepared,
        is_more_better=is_more_better,
        goals=goals,
    )


def _samples(*pairs: tuple[float, float]) -> list[Sample]:
    return [Sample({"letters_per_s": ours}, {"hand": limit}) for ours, limit in pairs]


def test_a_ratio_is_taken_within_a_run_and_not_between_medians() -> None:
    told = result(_benchmark(), 8, _samples((10, 10), (20, 40), (90, 100)))
    assert told["figures"]["letters_per_s"] == {"median": 20, "min": 10, "max": 90}
    assert told["ratios"]["hand"] == {"median": 0.9, "min": 0.5, "max": 1.0}


def test_where_less_is_better_a_ratio_above_one_is_still_better_than_the_limit() -> None:
    told = result(_benchmark(is_more_better=False), 8, _samples((10, 5)))
    assert told["ratios"]["hand"]["median"] == 0.5


def test_goals_are_looked_at_for_their_sizes_alone() -> None:
    goals = (Goal("ratio:hand", at_least=0.9, sizes=(8,)), Goal("letters_per_s", at_most=5))
    samples = _samples((10, 10))
    assert [
        goal["is_reached"] for goal in result(_benchmark(goals=goals), 8, samples)["goals"]
    ] == [
        True,
        False,
    ]
    assert len(result(_benchmark(goals=goals), 32, samples)["goals"]) == 1


def test_the_table_shows_ratio_and_goal_beside_the_headline() -> None:
    goals = (Goal("ratio:hand", at_least=0.9),)
    words = table([result(_benchmark(goals=goals), 1_000, _samples((1234, 2000)))])
    assert "1,000 senders, 1 runs" in words
    assert "0.62 × hand" in words
    assert "hand ≥ 0.90 NOT reached" in words


@pytest.mark.parametrize(
    ("given", "app", "client"),
    [([0], {0}, {0}), ([0, 1], {1}, {0}), ([2, 3, 7, 9], {3}, {7, 9})],
)
def test_what_is_measured_has_a_core_to_itself(
    given: list[int], app: set[int], client: set[int]
) -> None:
    plan = divided(given)
    assert plan[Core.APP] == app
    assert plan[Core.CLIENT] == client


def test_sizes_are_asked_for_by_name_or_number() -> None:
    assert chosen(_benchmark(), "smallest") == [1]
    assert chosen(_benchmark(), "all") == [1, 8, 32]
    assert chosen(_benchmark(), "8,5000") == [8, 5000]
