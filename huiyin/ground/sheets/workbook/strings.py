"""The texts that the cells of a workbook share. They lie in a file, with eight bytes each in memory to find them by."""

import mmap
import tempfile
from array import array
from typing import Self
from zipfile import ZipFile

from huiyin.ground.sheets.workbook.markup import Attributes, damaged, parse


class Strings:
    """Texts by number. Used as a context: at its end the file is gone."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the end of the context
        self._ends = array("Q", [0])
        self._map: mmap.mmap | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_problem: object) -> None:
        if self._map is not None:
            self._map.close()
        self._file.close()

    def load(self, archive: ZipFile, part: str) -> None:
        handler = _Items()
        for _piece in parse(archive, part, handler):
            for text in handler.found:
                written = text.encode("utf-8", "replace")
                self._file.write(written)
                self._ends.append(self._ends[-1] + len(written))
            handler.found.clear()
        self._file.flush()
        if self._ends[-1]:
            self._map = mmap.mmap(self._file.fileno(), self._ends[-1], access=mmap.ACCESS_READ)

    def text(self, number: int) -> str:
        if not 0 <= number < len(self._ends) - 1:
            raise damaged()
        start, end = self._ends[number], self._ends[number + 1]
        return self._map[start:end].decode() if self._map is not None else ""


class _Items:
    """Puts together the pieces of each text; how a word is read aloud (rPh) is no part of it."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._pieces: list[str] = []
        self._is_text = self._is_reading_aid = False

    def start(self, name: str, _attributes: Attributes) -> None:
        if name == "t":
            self._is_text = not self._is_reading_aid
        elif name == "si":
            self._pieces.clear()
        elif name == "rPh":
            self._is_reading_aid = True

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "si":
            self.found.append("".join(self._pieces))
        elif name == "rPh":
            self._is_reading_aid = False

    def text(self, data: str) -> None:
        if self._is_text:
            self._pieces.append(data)
