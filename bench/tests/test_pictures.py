"""What is drawn of results; the figures are made up."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from bench.pictures.__main__ import draw, figures


def _line(size: int, ours: float, limit: float) -> dict[str, Any]:
    def spread(value: float) -> dict[str, float]:
        return {"median": value, "min": value * 0.9, "max": value * 1.1}

    return {
        "kind": "result",
        "benchmark": "post",
        "question": "How many letters & parcels?",
        "size": size,
        "size_of": "senders",
        "headline": "letters_per_s",
        "figures": {
            "letters_per_s": spread(ours),
            "p50_ms": spread(ours / 10),
            "p99_ms": spread(ours),
        },
        "limits": {"hand": spread(limit)},
        "limits_are": {"hand": "written by hand"},
        "ratios": {"hand": spread(ours / limit)},
        "goals": [
            {
                "of": "ratio:hand",
                "at_least": 1.0,
                "at_most": None,
                "reached": ours / limit,
                "is_reached": False,
            }
        ],
    }


LINES = [_line(8, 50, 100), _line(1, 10, 40), _line(8, 60, 100)]


def test_a_picture_tells_its_figures_also_in_words(tmp_path: Path) -> None:
    draw(LINES, folder=tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"post.svg", "post-latency.svg"}
    picture = ElementTree.parse(tmp_path / "post.svg").getroot()  # noqa: S314 - our own picture
    words = " ".join(picture.itertext())
    assert "Huiyin: 10.0 at 1, 60.0 at 8; hand: 40.0 at 1, 100 at 8." in words


def test_the_page_has_a_row_for_each_size_and_says_which_goals_are_missed() -> None:
    words = figures(LINES)
    assert "| 8 | 60.0 | 6.00 | 60.0 | 100 | 0.60 |" in words
    assert "`ratio:hand` ≥ 1.00: **not reached** (0.60)" in words
    assert words.count("| 8 |") == 1, "the later of two runs counts"


def test_many_figures_have_a_row_each() -> None:
    many = {f"page_{number}_kb": {"median": number, "min": 1, "max": 40} for number in range(30)}
    lines = [line | {"figures": many | line["figures"]} for line in (_line(1, 10, 40), LINES[2])]
    words = figures(lines)
    assert "| senders | 1 | 8 |" in words
    assert "| page_12_kb | 12.0 | 12.0 |" in words
    assert "| letters_per_s | 10.0 | 60.0 |" in words
