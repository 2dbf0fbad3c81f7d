"""No file grows past what one reads in a sitting: at 300 lines it becomes a package of the same name."""

from pathlib import Path

from architecture.source import ROOT, sources

# below; tests tell stories, migrations are made
MOST_LINES = 300
READ = ("huiyin", "bench", "architecture", "journeys")


def too_long(folder: Path) -> list[str]:
    return [
        f"{source.path} has {lines} lines"
        for source in sources(folder)
        if not (source.is_test or source.is_migration)
        and (lines := len(source.path.read_text(encoding="utf-8").splitlines())) >= MOST_LINES
    ]


def test_no_file_is_too_long() -> None:
    assert [place for name in READ for place in too_long(ROOT / name)] == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_life.py").write_text("one = 1\n" * MOST_LINES)
    (tmp_path / "queries.py").write_text("one = 1\n" * MOST_LINES)
    (tmp_path / "rules.py").write_text("one = 1\n" * (MOST_LINES - 1))
    assert too_long(tmp_path) == [f"{tmp_path / 'queries.py'} has {MOST_LINES} lines"]
