"""YAML read with the line of every value kept, so that a fault can be named as file:line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

Place = tuple[str | int, ...]  # where a value stands in its document: ("nodes", 3, "code")

MAX_BYTES = 8 * 1024 * 1024
MAX_VALUES = 400_000
MAX_DEPTH = 40
TIMESTAMP = "tag:yaml.org,2002:timestamp"

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times faster


@dataclass(frozen=True)
class PackError:
    """A fault in a pack, for the person who wrote it."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


class Unreadable(Exception):
    """A file that holds no document; `error` says where and why."""

    def __init__(self, file: str, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.error = PackError(file, line, sentence)


@dataclass(frozen=True)
class Document:
    """One file: its value as plain dicts, lists and scalars, and the line of each of them, counted from 1."""

    file: str
    value: Any
    lines: Mapping[Place, int]

    def line_of(self, place: Place) -> int:
        """The line of a value; for what is not there, that of the nearest thing around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def error(self, place: Place, sentence: str) -> PackError:
        return PackError(self.file, self.line_of(place), sentence)


def read_document(folder: Path, file: str) -> Document:
    """Read `folder/file`. Dates stay text. Raises Unreadable: missing, too large, not YAML, doubled keys, aliases."""
    text = _text(folder, file)
    loader = Loader(text)
    try:
        _check_shape(file, text)
        return _Walk(file, loader).document(loader.get_single_node())
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        reason = fault.problem or fault.context or ""
        raise Unreadable(
            file, mark.line + 1 if mark else 1, _("YAML 格式有误：%s。") % reason
        ) from fault
    except yaml.YAMLError as fault:
        raise Unreadable(file, 1, _("YAML 格式有误：%s。") % fault) from fault
    finally:
        loader.dispose()


def _text(folder: Path, file: str) -> str:
    path = (folder / file).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Unreadable(file, 1, _("文件必须放在数据包文件夹内。"))
    if not path.is_file():
        raise Unreadable(file, 1, _("找不到这个文件。"))
    if path.stat().st_size > MAX_BYTES:
        raise Unreadable(file, 1, _("文件太大，请拆分成多个文件，每个不超过 8 MB。"))
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as fault:
        raise Unreadable(file, 1, _("文件不是 UTF-8 编码。")) from fault


def _check_shape(file: str, text: str) -> None:
    """Read through the file once without building anything: deep nesting ends the process inside the C loader."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader)):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if sentence := _fault_of(event, number, depth):
            mark = event.start_mark
            raise Unreadable(file, mark.line + 1 if mark else 1, sentence)


def _fault_of(event: yaml.Event, number: int, depth: int) -> str:
    if depth > MAX_DEPTH:
        return _("内容嵌套太深。")
    if number > MAX_VALUES:
        return _("文件内容太多，请拆分成多个文件。")
    if isinstance(event, yaml.AliasEvent):  # a few lines of them can stand for billions of values
        return _("数据包里不能使用 YAML 别名（*）。")
    if getattr(event, "tag", None) is not None:
        return _("数据包里不能使用 YAML 标签（!）。")
    return ""


class _Walk:
    """Builds plain values from the nodes of one document and remembers their lines."""

    def __init__(self, file: str, loader: Any) -> None:
        self._file = file
        self._loader = loader
        self._lines: dict[Place, int] = {}

    def document(self, root: yaml.Node | None) -> Document:
        value = None if root is None else self._value(root, (), root.start_mark.line + 1)
        return Document(self._file, value, self._lines)

    def _value(self, node: yaml.Node, place: Place, line: int) -> Any:
        self._lines[place] = line
        if isinstance(node, yaml.MappingNode):
            return dict(self._pairs(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [
                self._value(item, (*place, index), item.start_mark.line + 1)
                for index, item in enumerate(node.value)
            ]
        return node.value if node.tag == TIMESTAMP else self._loader.construct_object(node)

    def _pairs(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        known: set[str] = set()
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str):
                raise Unreadable(self._file, line, _("名称必须是文字。"))
            if key in known:
                raise Unreadable(self._file, line, _("“%s”重复出现。") % key)
            known.add(key)
            yield key, self._value(value_node, (*place, key), line)
