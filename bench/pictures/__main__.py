"""`python -m bench.pictures [LINES.jsonl …]`: draw docs/pictures/speed and write the figures into docs/speed.md.

Without a name it takes the newest file of bench/results. Of several files, a later one counts for what both have.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.harness.machine import ROOT
from bench.pictures.curve import svg
from bench.pictures.page import Result, by_benchmark, machine_words, pictures, section

RESULTS = ROOT / "bench" / "results"
PAGE = ROOT / "docs" / "speed.md"
FOLDER = ROOT / "docs" / "pictures" / "speed"
MARK = "<!-- from here on written by python -m bench.pictures -->\n"


def main(names: Sequence[str]) -> None:
    files = [Path(name) for name in names] or [max(RESULTS.glob("*.jsonl"), key=_moment)]
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    draw(lines, folder=FOLDER)
    words = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    PAGE.write_text(words + MARK + "\n" + figures(lines), encoding="utf-8")


def _moment(file: Path) -> str:
    """When the run began, as its first line says."""
    with file.open(encoding="utf-8") as lines:
        moment: str = json.loads(next(lines))["at"]
        return moment


def draw(lines: Sequence[Result], *, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, results in by_benchmark(lines).items():
        for file, picture in pictures(name, results):
            (folder / f"{file}.svg").write_text(svg(picture), encoding="utf-8")


def figures(lines: Sequence[Result]) -> str:
    """The part of the page that a run decides."""
    machines = [line for line in lines if line["kind"] == "machine"]
    parts = [machine_words(machines[-1]) + "\n"] if machines else []
    for name, results in by_benchmark(lines).items():
        parts += section(name, results)
    return "\n".join(parts)


if __name__ == "__main__":
    main(sys.argv[1:])
