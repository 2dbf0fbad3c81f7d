"""The pictures of a result, and its tables for docs/speed.md."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bench.harness.table import number
from bench.pictures.curve import Line, Picture

Result = Mapping[str, Any]
LATENCY = ("p50_ms", "p99_ms")
MOST_COLUMNS = 20


def by_benchmark(lines: Iterable[Result]) -> dict[str, list[Result]]:
    """The results of each benchmark by size; of several of the same size, the last."""
    found = {(line["benchmark"], line["size"]): line for line in lines if line["kind"] == "result"}
    ordered = sorted(found.values(), key=lambda line: (line["benchmark"], line["size"]))
    groups = groupby(ordered, key=lambda line: str(line["benchmark"]))
    return {name: list(group) for name, group in groups}


def pictures(name: str, results: Sequence[Result]) -> Iterator[tuple[str, Picture]]:
    """The headline with its limits; and the latency, where it is not the headline."""
    first = results[0]
    headline = first["headline"]
    limits = [limit for limit in first["limits_are"] if all(limit in r["limits"] for r in results)]
    lines = [
        _line("Huiyin", [r["figures"][headline] for r in results], is_ours=True),
        *(_line(limit, [r["limits"][limit] for r in results]) for limit in limits),
    ]
    yield name, _picture(results, headline, lines)
    if headline not in LATENCY and set(LATENCY) <= first["figures"].keys():
        latency = [
            _line(figure.removesuffix("_ms"), [r["figures"][figure] for r in results], is_ours=True)
            for figure in LATENCY
        ]
        yield f"{name}-latency", _picture(results, "ms", latency)


def section(name: str, results: Sequence[Result]) -> Iterator[str]:
    """Markdown: the question, the pictures, the figures of each size, the goals."""
    first = results[0]
    yield f"## {name.replace('_', ' ').capitalize()}\n"
    yield f"{first['question']}\n"
    for file, picture in pictures(name, results):
        yield f"![{picture.title}: {picture.unit}](pictures/speed/{file}.svg)\n"
    for limit, sentence in first["limits_are"].items():
        yield f"- Limit `{limit}`: {sentence}."
    yield ""
    yield from _table(results)
    yield ""
    yield from _goals(results)


def machine_words(machine: Result) -> str:
    """What it was measured on, in two sentences."""
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"Measured {machine['at'][:10]} at commit `{machine['commit']}` on {len(machine['cores'])} cores of "
        f"{machine['cpu']}, {machine['memory_gb']} GB, Linux {machine['kernel']}, {machine['disk']} "
        f"(fsync {machine['fsync_ms']} ms), load {machine['load_before']:.1f} before. {versions}."
    )


def _table(results: Sequence[Result]) -> Iterator[str]:
    """A row for each size; for each figure where there are too many of them for the width of a page."""
    first = results[0]
    limits = list(first["limits_are"])
    columns = [[first["size_of"], *(f"{result['size']:,}" for result in results)]]
    columns += [_column(results, name, "figures", name) for name in first["figures"]]
    columns += [_column(results, f"limit {limit}", "limits", limit) for limit in limits]
    columns += [_column(results, f"× {limit}", "ratios", limit) for limit in limits]
    head, *rows = columns if len(columns) > MOST_COLUMNS else map(list, zip(*columns, strict=True))
    yield f"| {' | '.join(head)} |"
    yield "|" + "---:|" * len(head)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _column(results: Sequence[Result], title: str, part: str, name: str) -> list[str]:
    return [title, *(_cell(result[part].get(name)) for result in results)]


def _goals(results: Sequence[Result]) -> Iterator[str]:
    for result in results:
        for goal in result["goals"]:
            wanted = "≥" if goal["at_least"] is not None else "≤"
            value = goal["at_least"] if goal["at_least"] is not None else goal["at_most"]
            verdict = "reached" if goal["is_reached"] else "**not reached**"
            yield (
                f"- {result['size']:,} {result['size_of']}: `{goal['of']}` {wanted} {number(value)}: "
                f"{verdict} ({number(goal['reached'])})"
            )
    yield ""


def _picture(results: Sequence[Result], unit: str, lines: Sequence[Line]) -> Picture:
    first = results[0]
    name = first["benchmark"].replace("_", " ").capitalize()
    sizes = [result["size"] for result in results]
    return Picture(name, unit.replace("_", " "), first["size_of"], sizes, lines)


def _line(name: str, spreads: Sequence[Mapping[str, float]], *, is_ours: bool = False) -> Line:
    medians, leasts, mosts = (
        [spread[which] for spread in spreads] for which in ("median", "min", "max")
    )
    return Line(name, medians, leasts, mosts, is_ours)


def _cell(spread: Mapping[str, float] | None) -> str:
    return "" if spread is None else number(spread["median"])
