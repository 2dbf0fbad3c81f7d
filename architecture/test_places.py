"""No place of the demo in code: whatever belongs to one county is configuration. Tests may name it."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from architecture.source import PACKAGE, ROOT

TERRITORY = ROOT / "packs" / "demo" / "territory.yaml"
SUFFIXES = {".py", ".html", ".js", ".css", ".txt"}


def demo_places() -> set[str]:
    """Names of the demo's divisions and compounds, and the code its county begins with."""
    pack: dict[str, Any] = yaml.safe_load(TERRITORY.read_text(encoding="utf-8"))
    divisions = [node for node in pack["nodes"] if str(node["code"]).isdigit()]
    county = next(str(node["code"]) for node in divisions if len(str(node["code"])) == 6)
    named = [*divisions, *pack.get("compounds", ())]
    return {str(entry["name"]) for entry in named} | {county}


def places_named(folder: Path, places: Iterable[str]) -> list[str]:
    pattern = re.compile("|".join(re.escape(place) for place in sorted(places)))
    return [
        f"{path}:{number}: {found[0]}"
        for path in sorted(folder.rglob("*"))
        if path.suffix in SUFFIXES and "tests" not in path.relative_to(folder).parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := pattern.search(line))
    ]


def test_no_place_of_the_demo_stands_in_code() -> None:
    assert places_named(PACKAGE, demo_places()) == []


def test_a_place_in_a_template_is_found(tmp_path: Path) -> None:
    place = min(demo_places())
    (tmp_path / "page.html").write_text(f"<p>\n{place}</p>\n", encoding="utf-8")
    assert places_named(tmp_path, demo_places()) == [f"{tmp_path}/page.html:2: {place}"]
