"""Files for the tests, made in memory: good ones by the writer, strange ones by hand."""

import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from huiyin.ground.sheets import Format, write_table

CONTENT = '<?xml version="1.0" encoding="UTF-8"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def workbook(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    write_table(path, Format.XLSX, header, rows, sheet="网格")
    return path


def by_hand(
    sheet_data: str,
    *,
    behind: str = "",
    strings: Sequence[str] = (),
    styles: str = "",
    workbook_pr: str = "",
    sheets: str = '<sheet name="一" sheetId="1" r:id="rId1"/>',
    more: Mapping[str, str] | None = None,
) -> io.BytesIO:
    """A spreadsheet with this inside <sheetData>; behind: what follows it in the sheet."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook_pr}<sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet2.xml"/>'
        f'<Relationship Id="rId3" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
        f'<Relationship Id="rId4" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{sheet_data}</sheetData>{behind}</worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{"".join(f"<si>{each}</si>" for each in strings)}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        **(more or {}),
    }
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, CONTENT + text)
    made.seek(0)
    return made


def cell(place: str, value: str, kind: str = "", style: str = "") -> str:
    attributes = (f' t="{kind}"' if kind else "") + (f' s="{style}"' if style else "")
    if kind == "inlineStr":
        return f'<c r="{place}"{attributes}><is><t>{value}</t></is></c>'
    return f'<c r="{place}"{attributes}><v>{value}</v></c>'
