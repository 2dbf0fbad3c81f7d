"""What keeps the pages readable: short functions, names that say something, tests that say why they rest."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from architecture.source import PACKAGE, ROOT, Source, sources

MOST_LINES = 40
# how a docstring gives the reason: "Long because …"
REASON = re.compile(r"\b[Ll]ong because\b")
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc"}
RESTS = {"skip", "skipif", "xfail", "importorskip"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_functions(folder: Path) -> list[str]:
    return [
        f"{source.at(node)} {node.name}: {_length(node)} lines"
        for source in sources(folder)
        if not source.is_migration
        for node in ast.walk(source.tree)
        if isinstance(node, Function) and _length(node) > MOST_LINES and not _gives_reason(node)
    ]


def empty_names(folder: Path) -> list[str]:
    paths = [*folder.rglob("*.py"), *(path.parent for path in folder.rglob("__init__.py"))]
    return sorted({str(path) for path in paths if path.stem in EMPTY_NAMES})


def rests_without_reason(folder: Path) -> list[str]:
    return [place for source in sources(folder) for place in _silent_rests(source)]


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _gives_reason(node: Function) -> bool:
    return bool(REASON.search(ast.get_docstring(node) or ""))


def _silent_rests(source: Source) -> Iterator[str]:
    decorated = (
        mark
        for node in ast.walk(source.tree)
        if isinstance(node, Function | ast.ClassDef)
        for mark in node.decorator_list
    )
    for mark in decorated:
        if isinstance(mark, ast.Attribute) and mark.attr in RESTS and _is_pytest(mark):
            yield source.at(mark)
    for call in ast.walk(source.tree):
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr in RESTS and _is_pytest(call.func) and not _says_why(call):
            yield source.at(call)


def _is_pytest(name: ast.Attribute) -> bool:
    return ast.unparse(name).startswith("pytest.")


def _says_why(call: ast.Call) -> bool:
    is_direct = ast.unparse(call.func) == "pytest.skip" and bool(call.args)
    return is_direct or any(keyword.arg == "reason" for keyword in call.keywords)


def test_functions_are_short_or_say_why_not() -> None:
    assert long_functions(PACKAGE) == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert empty_names(PACKAGE) == []


def test_no_test_rests_without_a_reason() -> None:
    assert [p for f in (PACKAGE, ROOT / "journeys") for p in rests_without_reason(f)] == []


def test_faults_in_reading_are_found(tmp_path: Path) -> None:
    body = "\n".join(f"    x = {number}" for number in range(MOST_LINES))
    (tmp_path / "long.py").write_text(f"def long():\n{body}\n")
    reason = '    """Long because it is a table."""'
    (tmp_path / "table.py").write_text(f"def table():\n{reason}\n{body}\n")
    (tmp_path / "utils.py").write_text("")
    (tmp_path / "test_rest.py").write_text(
        "import pytest\n\n@pytest.mark.skip\ndef test_a() -> None: ...\n\n"
        "@pytest.mark.skipif(True)\ndef test_b() -> None: ...\n\n"
        "@pytest.mark.skip(reason='no data')\ndef test_c() -> None: ...\n"
    )
    assert [fault.split(" ")[1] for fault in long_functions(tmp_path)] == ["long:"]
    assert empty_names(tmp_path) == [str(tmp_path / "utils.py")]
    assert [int(p.rpartition(":")[2]) for p in rests_without_reason(tmp_path)] == [3, 6]
