"""Only `actions` write. Migrations and tests are free to."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from architecture.source import PACKAGE, Source, method_calls, sources

BULK = {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
# of `ground.rows.actions`, which is called `rows`
ROWS = {"insert", "insert_models", "insert_tables", "update"}
SQL = re.compile(r"\s*(INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b", re.IGNORECASE)


def outside_writes(folder: Path) -> list[str]:
    return [
        place
        for source in sources(folder)
        if not ("actions" in source.parts or source.is_test or source.is_migration)
        for place in _writes(source)
    ]


def _writes(source: Source) -> Iterator[str]:
    for call, method in method_calls(source):
        if _is_write(call, method):
            yield f"{source.at(call)} .{method.attr}()"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value):
            yield f"{source.at(node)} SQL"


def _is_write(call: ast.Call, method: ast.Attribute) -> bool:
    """A guess by shape: `picture.save(path)` and `numbers.update(more)` take places, rows take names."""
    if ast.unparse(method.value) == "rows" and method.attr in ROWS:
        return True
    match method.attr:
        case "save" | "asave" | "delete" | "adelete":
            return not call.args
        case "create" | "acreate":
            return bool(call.keywords)
        case "update" | "aupdate":
            return bool(call.keywords) and not call.args and not _is_dict(method.value)
        case name:
            return name.removeprefix("a") in BULK


def _is_dict(value: ast.expr) -> bool:
    is_vars = isinstance(value, ast.Call) and ast.unparse(value.func) in {"vars", "dict"}
    return is_vars or isinstance(value, ast.Dict)


def test_only_actions_write() -> None:
    assert outside_writes(PACKAGE) == []


def test_a_write_in_a_view_is_found(tmp_path: Path) -> None:
    (tmp_path / "views.py").write_text(
        "case.save()\n"
        "Case.objects.create(title='x')\n"
        "Case.objects.filter(pk=1).update(title='x')\n"
        "case.delete()\n"
        "Case.objects.bulk_create(cases)\n"
        "cursor.execute('DELETE FROM cases_case')\n"
        "rows.insert(Notice, told)\n"
        "picture.save(path)\n"
        "numbers.update(more)\n"
        "rows.insert_models([case])\n"
    )
    (tmp_path / "actions.py").write_text("case.save()\n")
    lines = [int(place.split(":")[1].split()[0]) for place in outside_writes(tmp_path)]
    assert sorted(lines) == [*range(1, 8), 10]
