"""The XML of a part, a piece at a time. What declares a document type is refused: no part of a spreadsheet does."""

from collections.abc import Iterator, Mapping
from typing import IO, Protocol
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an exception, named by its library in lower case

from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _

BLOCK = 64 * 1024
Attributes = Mapping[str, str]


class Handler(Protocol):
    """What is told of the elements of a part, by their names without a prefix."""

    def start(self, name: str, attributes: Attributes) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, data: str) -> None: ...


class _Plain(dict[str, str]):
    """Names without their prefixes, each cut once."""

    def __missing__(self, name: str) -> str:
        self[name] = plain = name.rpartition(":")[2]
        return plain


def parse(archive: ZipFile, part: str, handler: Handler) -> Iterator[None]:
    """Go through a part; yields after each piece, so that what was found so far can be taken."""
    parser, names = expat.ParserCreate(), _Plain()
    parser.buffer_text = True
    start, end = handler.start, handler.end
    parser.StartElementHandler = lambda name, attributes: start(names[name], attributes)
    parser.EndElementHandler = lambda name: end(names[name])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = _refuse
    with opened(archive, part) as stream:
        while block := _read(stream):
            _parse(parser, block, is_final=False)
            yield
        _parse(parser, b"", is_final=True)
        yield


def parse_whole(archive: ZipFile, part: str, handler: Handler) -> None:
    for _piece in parse(archive, part, handler):
        pass


def opened(archive: ZipFile, part: str) -> IO[bytes]:
    try:
        return archive.open(part)
    except (KeyError, BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise damaged() from error


def blocks(archive: ZipFile, part: str) -> Iterator[bytes]:
    """The bytes of a part, unpacked."""
    with opened(archive, part) as stream:
        while block := _read(stream):
            yield block


def damaged() -> Refused:
    return Refused(_("这个表格文件已损坏，读不完整。请用表格软件打开，另存为新的 .xlsx 再上传。"))


def _read(stream: IO[bytes]) -> bytes:
    try:
        return stream.read(BLOCK)
    except (BadZipFile, ZlibError, EOFError, OSError) as error:
        raise damaged() from error


def _parse(parser: expat.XMLParserType, block: bytes, *, is_final: bool) -> None:
    try:
        parser.Parse(block, is_final)
    except expat.ExpatError as error:
        raise damaged() from error


def _refuse(*_declared: object) -> None:
    raise damaged()
