"""Each benchmark at its smallest size for a moment: that it works, that nothing is lost or doubled, never how fast."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.benchmarks.pages import FOR_RESIDENTS, MOST_KB
from bench.harness import catalogue
from bench.harness.machine import ROOT
from bench.harness.table import table
from bench.load.phone import KINDS

MOMENT = ["--sizes", "smallest", "--runs", "1", "--warmups", "0", "--seconds", "0.3"]
Lines = dict[str, dict[str, Any]]
MOST_REQUESTS = 14


@pytest.fixture(scope="session")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    """What `make bench` says of each benchmark; all of them share one server."""
    kept = tmp_path_factory.mktemp("bench") / "lines.jsonl"
    command = [sys.executable, "-m", "bench", *MOMENT, "--keep", str(kept)]
    subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
    found = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    return {line.get("benchmark", line["kind"]): line for line in found}


def test_the_machine_and_what_runs_on_it_are_told(lines: Lines) -> None:
    told = lines["machine"]
    assert {"cpu", "cores", "memory_gb", "kernel", "disk", "fsync_ms", "commit"} <= told.keys()
    assert {"python", "postgres", "uvloop", "psycopg"} <= told["versions"].keys()


@pytest.mark.parametrize("name", catalogue.names())
def test_a_benchmark_works_and_measures_its_limits(lines: Lines, name: str) -> None:
    line, declared = lines[name], catalogue.benchmark(name)
    if line["kind"] == "skipped":
        pytest.skip(line["why"])
    assert line["kind"] == "result", f"{name} failed, see what it wrote above"
    assert line["limits"].keys() == declared.limits.keys()
    assert line["headline"] in line["figures"]
    for counts in line["counts"]:
        assert not counts.get("lost")
        assert not counts.get("doubled")
    assert declared.question in table([line])


@pytest.mark.parametrize("name", catalogue.names())
def test_a_benchmark_grows_through_at_least_three_sizes(name: str) -> None:
    declared = catalogue.benchmark(name)
    assert declared.name == name
    assert len(declared.sizes) >= 3
    assert list(declared.sizes) == sorted(declared.sizes)


def test_a_message_is_delivered_to_every_member_once(lines: Lines) -> None:
    for name, members in (("fanout", 50), ("end_to_end", 400)):
        for counts in lines[name].get("counts", []):
            assert counts["deliveries"] == counts["messages"] * members


def test_what_was_acknowledged_is_what_is_there(lines: Lines) -> None:
    for name in ("intake", "intake_pages"):
        for counts in lines[name].get("counts", []):
            assert counts["acked"] == counts["rows"] > 0
            assert counts["failed"] == 0


def test_a_first_view_of_a_resident_is_light_and_asks_for_little(lines: Lines) -> None:
    for counts in lines["pages"].get("counts", []):
        for name in FOR_RESIDENTS:
            weights = [counts[f"{name}_{kind}_bytes"] for kind in KINDS]
            assert 0 < sum(weights) <= MOST_KB * 1000, f"{name}: {weights}"
            assert counts[f"{name}_font_bytes"] == 0
            assert counts[f"{name}_requests"] <= MOST_REQUESTS, name


def test_nothing_of_the_house_knows_its_benchmarks() -> None:
    for path in Path(ROOT, "huiyin").rglob("*.py"):
        words = path.read_text(encoding="utf-8")
        assert "from bench" not in words, path
        assert "import bench" not in words, path
