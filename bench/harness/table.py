"""A result as people read it."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

Result = Mapping[str, Any]
HEAD = ("", "median", "min … max", "to the limit", "goal")


def table(results: Sequence[Result]) -> str:
    """Plain text, a block for each benchmark and size; ratios above 1 are better than the limit."""
    return "\n\n".join(
        "\n".join(_block(list(found)))
        for _, found in groupby(results, key=lambda r: r["benchmark"])
    )


def _block(results: Sequence[Result]) -> Iterable[str]:
    first = results[0]
    yield f"{first['benchmark']}: {first['question']}"
    for name, sentence in first["limits_are"].items():
        yield f"  limit {name}: {sentence}"
    for result in results:
        yield f"  {result['size']:,} {result['size_of']}, {result['runs']} runs"
        rows = [HEAD, *_rows(result)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        for row in rows:
            cells = [row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]
            yield "    " + "  ".join(cells).rstrip()


def _rows(result: Result) -> Iterable[tuple[str, str, str, str, str]]:
    for name, spread in result["figures"].items():
        is_headline = name == result["headline"]
        ratios = result["ratios"] if is_headline else {}
        told = ", ".join(f"{ratio['median']:.2f} × {limit}" for limit, ratio in ratios.items())
        goals = [goal for goal in result["goals"] if _is_of(goal, name, is_headline=is_headline)]
        yield name, number(spread["median"]), _range(spread), told, ", ".join(map(_goal, goals))
    for name, spread in result["limits"].items():
        yield f"limit {name}", number(spread["median"]), _range(spread), "", ""


def _is_of(goal: Result, name: str, *, is_headline: bool) -> bool:
    return goal["of"] == name or (is_headline and goal["of"].startswith("ratio:"))


def _goal(goal: Result) -> str:
    least, most = goal["at_least"], goal["at_most"]
    wanted = f"≥ {number(least)}" if least is not None else f"≤ {number(most)}"
    what = goal["of"].replace("ratio:", "") + " " if goal["of"].startswith("ratio:") else ""
    return f"{what}{wanted} {'reached' if goal['is_reached'] else 'NOT reached'}"


def _range(spread: Mapping[str, float]) -> str:
    return f"{number(spread['min'])} … {number(spread['max'])}"


def number(value: float) -> str:
    """Three digits that count, thousands apart."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return (
        f"{value:.1f}"
        if abs(value) >= 10
        else f"{value:.2f}"
        if abs(value) >= 0.1
        else f"{value:.4f}"
    )
