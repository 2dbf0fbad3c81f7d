"""Reading a transcript: every fault of the file is named with its line, all at once, before anything is played."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from huiyin.config.replay import shapes


class FaultyTranscript(Exception):
    """The file cannot be played; `faults` are whole sentences that begin with file:line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = list(faults)


@dataclass(frozen=True)
class Wait:
    """Nothing happens but the clock."""

    number: int
    at: datetime


@dataclass(frozen=True)
class Say:
    """Words in a group. reply_to: id of an earlier line, or empty. voice_s: 0 for words that were typed."""

    number: int
    at: datetime
    id: str
    who: str
    group: str
    text: str
    reply_to: str
    has_photo: bool
    voice_s: int


@dataclass(frozen=True)
class Do:
    """An act of the groups or of the cases, with its arguments as they stand in the line."""

    number: int
    at: datetime
    id: str
    who: str
    verb: str
    arguments: dict[str, Any]


Line = Wait | Say | Do


@dataclass(frozen=True)
class Transcript:
    path: Path
    day: str
    community: str
    title: str
    lines: tuple[Line, ...]


def moved(transcript: Transcript, *, by: timedelta) -> Transcript:
    """The same transcript at another time: its lines, the dates written in them, and its name, which the keys are made of.

    Nothing changes for a distance of none. Dates without a clock move by whole days, towards the past.
    """
    if not by or not transcript.lines:
        return transcript
    lines = tuple(_moved(line, by) for line in transcript.lines)
    name = f"{transcript.day}:{lines[0].at.isoformat()}"
    return replace(transcript, day=name, lines=lines)


def _moved(line: Line, by: timedelta) -> Line:
    if not isinstance(line, Do):
        return replace(line, at=line.at + by)
    arguments = dict(line.arguments)
    for name in shapes.TIMES & arguments.keys():
        arguments[name] = (datetime.fromisoformat(arguments[name]) + by).isoformat()
    for name in shapes.DATES & arguments.keys():
        arguments[name] = (date.fromisoformat(arguments[name]) + by).isoformat()
    return replace(line, at=line.at + by, arguments=arguments)


def read(path: Path) -> Transcript:
    """Read and check a transcript. Raises FaultyTranscript; OSError when there is no such file."""
    faults: list[str] = []
    rows = list(_rows(path, faults))
    if not rows:
        raise FaultyTranscript(
            faults or [f"{path}:1: 文件是空的，第一行应当写明 day、community 和 title。"]
        )
    (first, header), *rest = rows
    faults += [f"{path}:{first}: {fault}" for fault in _faults_of(header, shapes.HEADER)]
    lines = [line for number, row in rest if (line := _line(path, number, row, faults))]
    faults += [f"{path}:{number}: {fault}" for number, fault in _loose_ends(lines)]
    if faults:
        raise FaultyTranscript(sorted(faults, key=_line_number))
    return Transcript(path, header["day"], header["community"], header["title"], tuple(lines))


def _rows(path: Path, faults: list[str]) -> Iterator[tuple[int, Any]]:
    for number, text in enumerate(_text(path).splitlines(), start=1):
        if not text.strip():
            continue
        try:
            yield number, json.loads(text)
        except json.JSONDecodeError as error:
            faults.append(f"{path}:{number}: 这一行不是完整的 JSON（第 {error.colno} 个字符处）。")


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        raise FaultyTranscript([f"{path}:1: 文件不是 UTF-8 编码。"]) from None


def _line(path: Path, number: int, row: Any, faults: list[str]) -> Line | None:
    schema = _schema_of(row)
    found = (
        _faults_of(row, schema)
        if schema
        else ["每行要么写 say（说了什么），要么写 do（做了什么，须是已有的动作）。"]
    )
    faults += [f"{path}:{number}: {fault}" for fault in found]
    return None if found else _made(number, row)


def _schema_of(row: Any) -> shapes.Schema | None:
    if not isinstance(row, dict):
        return None
    if "say" in row:
        return shapes.SAY
    verb = row.get("do")
    if verb == "wait":
        return shapes.WAIT
    shape = shapes.ACTS.get(verb) if isinstance(verb, str) else None
    return shape.schema if shape else None


def _faults_of(row: Any, schema: shapes.Schema) -> list[str]:
    validator = Draft202012Validator(schema, format_checker=_FORMATS)
    return list(dict.fromkeys(_sentence(error) for error in validator.iter_errors(row)))


_FORMATS = FormatChecker(formats=())


@_FORMATS.checks("date-time", raises=ValueError)
def _is_aware_time(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).tzinfo is not None


@_FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value).time() == datetime.min.time()


def _sentence(error: ValidationError) -> str:
    where = f"“{error.json_path.removeprefix('$.')}”" if error.path else "这一行"
    written: Any = error.instance
    wanted: Any = error.validator_value
    match error.validator:
        case "required":
            missing = [name for name in wanted if name not in written]
            return f"{where}缺少 {'、'.join(missing)}。"
        case "additionalProperties":
            schema: Any = error.schema
            unknown = sorted(set(written) - set(schema["properties"]))
            return f"{where}写了不认识的 {'、'.join(unknown)}。"
        case "enum":
            allowed = "、".join(str(word) for word in wanted)
            return f"{where}写的是 {written!r}，只能是 {allowed}。"
        case "format":
            return f"{where}写的是 {written!r}，应当是带时区的时间，如 2026-09-14T06:12:00+08:00，或日期。"
        case _:
            return f"{where}的值 {written!r} 不合要求。"


def _made(number: int, row: dict[str, Any]) -> Line:
    at = datetime.fromisoformat(row["at"])
    if "say" in row:
        return Say(
            number=number,
            at=at,
            id=row["id"],
            who=row["who"],
            group=row["group"],
            text=row["say"],
            reply_to=row.get("reply_to", ""),
            has_photo=row.get("photo", False),
            voice_s=row.get("voice", 0),
        )
    if row["do"] == "wait":
        return Wait(number, at)
    arguments = {name: value for name, value in row.items() if name in shapes.ARGUMENTS}
    return Do(number, at, row["id"], row["who"], row["do"], arguments)


def _loose_ends(lines: Sequence[Line]) -> Iterator[tuple[int, str]]:
    """Names that nothing before them made, names made twice, and time that runs backwards."""
    said: set[str] = set()
    made: set[str] = set()
    ids: set[str] = set()
    last: datetime | None = None
    for line in lines:
        if last and line.at < last:
            yield line.number, "时间比上一行还早，请按时间先后排列。"
        last = max(last or line.at, line.at)
        if isinstance(line, Wait):
            continue
        if line.id in ids:
            yield line.number, f"编号 {line.id} 用了两次。"
        ids.add(line.id)
        yield from _unknown_names(line, said=said, made=made)
        if isinstance(line, Say):
            said.add(line.id)
        elif "as" in line.arguments:
            made.add(line.arguments["as"])


def _unknown_names(line: Say | Do, *, said: set[str], made: set[str]) -> Iterator[tuple[int, str]]:
    if isinstance(line, Say):
        if line.reply_to and line.reply_to not in said:
            yield line.number, f"回复的 {line.reply_to} 前面没有说过。"
        return
    for name in line.arguments.get("messages", ()):
        if name not in said:
            yield line.number, f"消息 {name} 前面没有说过。"
    for argument in ("case", "into"):
        name = line.arguments.get(argument)
        if name and name not in made:
            yield line.number, f"事项 {name} 前面没有立过。"
    if line.arguments.get("as") in made:
        yield line.number, f"名称 {line.arguments['as']} 用了两次。"


def _line_number(fault: str) -> int:
    return int(fault.split(": ", 1)[0].rsplit(":", 1)[1])
