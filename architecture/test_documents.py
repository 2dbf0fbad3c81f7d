"""The documents name what exists: a name that moved is found here and not by a reader."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WALK = ROOT / "docs" / "contexts" / "walk.md"
# `groups/actions/speaking.py: send_message`, `live.js: Live`
NAMED = re.compile(r"`(?:\.\.\.)?([\w/.]+\.(?:py|js|html)): (\w+)(?:\.(\w+))?`")
SECURITY = ROOT / "docs" / "operate" / "security.md"
TEST = re.compile(r"`([\w/.]+\.py)::(\w+)`")
FILES = re.compile(r"`([\w/]+/[\w.]+\.(?:py|js|html|yaml))`")


def _files(ending: str) -> list[Path]:
    name = f"/{ending}"
    found = (path for path in (ROOT / "huiyin").rglob(Path(ending).name))
    return [path for path in found if path.as_posix().endswith(name)]


def _says(path: Path, name: str) -> bool:
    return bool(re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("named", sorted(set(NAMED.findall(WALK.read_text(encoding="utf-8")))))
def test_what_the_walk_names_is_where_it_says(named: tuple[str, str, str]) -> None:
    ending, *names = named
    files = _files(ending)
    assert files, f"no file ends in {ending}"
    assert any(all(_says(path, name) for name in names if name) for path in files), named


@pytest.mark.parametrize("ending", sorted(set(FILES.findall(WALK.read_text(encoding="utf-8")))))
def test_files_the_walk_names_are_there(ending: str) -> None:
    assert _files(ending), ending


@pytest.mark.parametrize(
    ("path", "test"), sorted(set(TEST.findall(SECURITY.read_text(encoding="utf-8"))))
)
def test_every_test_that_a_point_of_security_names_is_there(path: str, test: str) -> None:
    assert re.search(rf"^def {test}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_point_of_security_has_a_test_or_a_reason() -> None:
    lines = SECURITY.read_text(encoding="utf-8").splitlines()
    points = [line.split("|")[1:4] for line in lines if re.match(r"\| \d", line)]
    assert len(points) > 80
    assert not [point for point, _what, held in points if not held.strip()]
