"""From the uploaded file to chunks of rows. Afterwards the file is gone."""

import tempfile
from base64 import b64decode
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from typing import IO

import orjson

from huiyin.ground.imports import queries
from huiyin.ground.imports.models import ImportBatch, ImportChunk
from huiyin.ground.imports.rules import Kind, kind_of
from huiyin.ground.imports.rules.columns import LOOKED_AT, header_place, suggested
from huiyin.ground.sheets import Format, Row, read_table
from huiyin.lib.refusal import Refused, UnsupportedMedia

CHUNK_ROWS = 1_000
SHEET_LENGTH = 64


def read_file(batch: ImportBatch, now: datetime) -> None:
    """Raises Refused for a file that cannot be read, or has no rows."""
    kind = kind_of(batch.kind)
    with tempfile.TemporaryFile() as file:
        _put_together(batch, file)
        table = read_table(file)
        _check_format(table.format, kind)
        head = list(islice(table.rows, LOOKED_AT))
        place = header_place([row.cells for row in head], kind.columns)
        if len(head) < place + 2:
            raise Refused("文件里只有表头，没有内容。请填好再上传。")
        header = head[place].cells
        batch.parts.all().delete()
        _write_chunks(batch, chain(head[place + 1 :], table.rows))
    batch.format, batch.encoding = table.format.value, table.encoding
    batch.sheet = table.sheet[:SHEET_LENGTH]
    batch.header = orjson.dumps(header).decode()
    remembered = queries.remembered_columns(batch.kind, batch.person_id)
    batch.mapping = suggested(header, kind.columns, remembered)
    batch.pieces.all().delete()


def _put_together(batch: ImportBatch, file: IO[bytes]) -> None:
    numbers = batch.pieces.order_by("number").values_list("number", flat=True)
    for number in numbers:  # one at a time: a file may be large
        file.write(b64decode(batch.pieces.get(number=number).content))


def _check_format(format: Format, kind: Kind) -> None:
    if format not in kind.formats:
        wanted = "、".join(f".{each.value}" for each in Format if each in kind.formats)
        raise UnsupportedMedia("这种导入要 %(wanted)s 文件。", wanted=wanted)


def _write_chunks(batch: ImportBatch, rows: Iterable[Row]) -> None:
    """Write the rows, and one chunk without any for what the file no longer names."""
    count = number = 0
    for part in _parts(rows):
        cells = orjson.dumps(list(map(list, part))).decode()
        ImportChunk.objects.create(batch=batch, number=number, cells=cells)
        count += len(part)
        number += 1
    ImportChunk.objects.create(batch=batch, number=number, cells="[]")
    batch.rows, batch.chunks = count, number


def _parts(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while part := list(islice(waiting, CHUNK_ROWS)):
        yield part
