"""The source as the structure tests read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "huiyin"


@dataclass(frozen=True)
class Source:
    """One Python file. name: dotted, from the folder that was read, as `groups.actions.sending`."""

    path: Path
    name: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.name.split("."))

    @property
    def is_test(self) -> bool:
        return "tests" in self.parts or self.parts[-1] in {"conftest", "testing"}

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.parts

    def at(self, node: ast.stmt | ast.expr) -> str:
        """`file:line`, for the person who mends it."""
        return f"{self.path}:{node.lineno}"


def sources(folder: Path = PACKAGE) -> Iterator[Source]:
    """Every Python file below `folder`."""
    for path in sorted(folder.rglob("*.py")):
        name = ".".join(path.relative_to(folder).with_suffix("").parts)
        yield Source(path, name, ast.parse(path.read_text(encoding="utf-8")))


def method_calls(source: Source) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    """Calls of the form `something.name(...)`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func
