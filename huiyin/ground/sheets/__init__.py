"""Tables as people have them: spreadsheets, comma separated values, GeoJSON. Read a row at a time, with limits, never computed.

Why a reader of our own: docs/decisions/0018. Nothing here touches the database.
"""

from huiyin.ground.sheets.reading import read_table
from huiyin.ground.sheets.rules import GEOMETRY, Format, Limits, Row, Table
from huiyin.ground.sheets.writing import write_table

__all__ = ["GEOMETRY", "Format", "Limits", "Row", "Table", "read_table", "write_table"]
