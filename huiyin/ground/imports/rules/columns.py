"""Which column of a file means which of ours: found by the headers, and by what people chose before."""

import re
from collections.abc import Mapping, Sequence

from huiyin.ground.imports.rules.kinds import Column
from huiyin.ground.sheets.rules import GEOMETRY

# of a header people write units and remarks behind, and stars for what must be filled in
REMARK = re.compile(r"[（(【\[].*?[）)】\]]|[\s*＊:：_-]+")
LOOKED_AT = 10


def bare(header: str) -> str:
    return REMARK.sub("", header).casefold()


def header_place(head: Sequence[Sequence[str]], columns: Sequence[Column]) -> int:
    """Which of the first rows is the header: the one with most of the known names, else the first with two cells."""
    names = {bare(word) for column in columns for word in words_of(column)}
    found = [sum(bare(cell) in names for cell in cells) for cells in head[:LOOKED_AT]]
    if found and max(found) > 0:
        return found.index(max(found))
    wide = (place for place, cells in enumerate(head) if sum(map(bool, cells)) > 1)
    return next(wide, 0)


def suggested(
    header: Sequence[str], columns: Sequence[Column], remembered: Mapping[str, str]
) -> dict[str, int]:
    """{column name: place in the header}. remembered: {bare header: column name}, as somebody chose before."""
    found: dict[str, int] = {}
    by_word = {bare(word): column.name for column in columns for word in words_of(column)}
    known = {column.name for column in columns}
    for chosen in (remembered, by_word):
        for place, text in enumerate(header):
            name = chosen.get(bare(text))
            if name in known and name not in found and place not in found.values():
                found[name] = place
    return found


def words_of(column: Column) -> tuple[str, ...]:
    own = (GEOMETRY,) if column.name == GEOMETRY else ()
    return (column.label, column.name, *column.aliases, *own)
