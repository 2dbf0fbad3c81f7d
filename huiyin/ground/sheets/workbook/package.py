"""The zip around a spreadsheet: how large it would become, and which part is what."""

import posixpath
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from huiyin.ground.sheets.rules import Limits
from huiyin.ground.sheets.workbook.markup import Attributes, damaged, parse_whole
from huiyin.lib.refusal import Refused, TooLarge, UnsupportedMedia
from huiyin.lib.words import gettext_noop as _

WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
HIDDEN = ("hidden", "veryHidden")


@dataclass(frozen=True)
class Parts:
    """Names of the parts inside the zip; empty where the workbook has none."""

    sheet: str
    sheet_name: str
    strings: str
    styles: str
    counts_from_1904: bool


def opened(file: BinaryIO, limits: Limits) -> ZipFile:
    """The zip, after its directory has been found harmless. `zipfile` unpacks no more than the directory says."""
    try:
        archive = ZipFile(file)
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise damaged() from error
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if (
        len(members) > limits.members
        or unpacked > limits.unpacked_bytes
        or (unpacked > limits.harmless_bytes and unpacked > limits.ratio * max(packed, 1))
    ):
        raise TooLarge(
            _("这个表格解压后大得不正常，没有打开。请新建一个表格，只把要导入的内容粘贴过去。")
        )
    if WORKBOOK not in archive.NameToInfo:
        raise UnsupportedMedia(
            _("这是压缩包，不是表格。请上传 .xlsx 或 .csv，一次一个文件，不要打包。")
        )
    return archive


def parts_of(archive: ZipFile) -> Parts:
    """Raises Refused when there is no sheet to be seen."""
    workbook, relations = _Workbook(), _Relations()
    parse_whole(archive, WORKBOOK, workbook)
    parse_whole(archive, RELATIONS, relations)
    for name, relation in workbook.sheets:
        target = relations.targets.get(relation)
        if target and relations.kinds[relation] == "worksheet":
            return Parts(
                sheet=target,
                sheet_name=name,
                strings=relations.of_kind("sharedStrings"),
                styles=relations.of_kind("styles"),
                counts_from_1904=workbook.counts_from_1904,
            )
    raise Refused(_("表格里没有看得见的工作表。请取消隐藏，再上传。"))


class _Workbook:
    """The sheets that are to be seen, in their order, as (name, relation)."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.counts_from_1904 = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and attributes.get("state") not in HIDDEN:
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.sheets.append((attributes.get("name", ""), relation))

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass


class _Relations:
    def __init__(self) -> None:
        self.targets: dict[str, str] = {}
        self.kinds: dict[str, str] = {}

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("xl", attributes.get("Target", ""))
            key = attributes.get("Id", "")
            self.targets[key] = posixpath.normpath(target).lstrip("/")
            self.kinds[key] = attributes.get("Type", "").rpartition("/")[2]

    def end(self, name: str) -> None:
        pass

    def text(self, data: str) -> None:
        pass

    def of_kind(self, kind: str) -> str:
        return next((self.targets[key] for key, each in self.kinds.items() if each == kind), "")
