"""Importing packs: the whole or nothing."""

import hashlib
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from django.db import connection, transaction
from django.db.models import Manager, Model
from django.utils.translation import gettext as _

from huiyin.ground.packs.models import LoadedPack
from huiyin.ground.packs.reading import Document, PackError, Unreadable, read_document
from huiyin.ground.packs.rules import PACK_FILE, PACK_SCHEMA
from huiyin.ground.packs.schema import check_schema
from huiyin.ground.packs.sections import Import, Section, SectionReport, sections

K = TypeVar("K", bound=Hashable)
M = TypeVar("M", bound=Model)


@dataclass
class PackReport:
    """What became of a pack.

    is_unchanged: it was imported before just like this, and not read again. is_written: its rows stand in the database.
    """

    sections: dict[str, SectionReport] = field(default_factory=dict)
    errors: list[PackError] = field(default_factory=list)
    is_unchanged: bool = False
    is_written: bool = False

    @property
    def is_good(self) -> bool:
        return not self.errors


def load_pack(folder: Path, *, dry_run: bool = False, now: datetime) -> PackReport:
    """Import the pack in `folder`; every fault found is in `errors`, as file:line, and then nothing is written.

    Importing again changes nothing; an unchanged pack is recognised by its digest in milliseconds. dry_run: do all of
    it and take it back, so the report is that of a real import.
    """
    report = PackReport()
    pack = _checked(folder, PACK_FILE, PACK_SCHEMA, report.errors)
    if pack is None:
        return report
    digest = _digest(folder, pack)
    if not dry_run and LoadedPack.objects.filter(key=pack.value["key"], digest=digest).exists():
        report.is_unchanged = True
        return report
    documents = _section_documents(folder, pack, report.errors)
    if report.is_good:
        _import(pack, documents, report, digest=digest, dry_run=dry_run, now=now)
    return report


def _checked(
    folder: Path, file: str, schema: Mapping[str, Any], errors: list[PackError]
) -> Document | None:
    try:
        document = read_document(folder, file)
    except Unreadable as unreadable:
        errors.append(unreadable.error)
        return None
    faults = check_schema(document, schema)
    errors.extend(faults)
    return None if faults else document


def _section_documents(
    folder: Path, pack: Document, errors: list[PackError]
) -> list[tuple[Section, tuple[Document, ...]]]:
    """The checked files of every section, in the order of import."""
    listed: dict[str, list[str]] = pack.value["sections"]
    known = sections()
    unknown = [name for name in listed if name not in {section.name for section in known}]
    errors.extend(
        pack.error(("sections", name), _("没有“%s”这个部分。") % name) for name in unknown
    )
    found = []
    for section in known:
        documents = [
            document
            for index, file in enumerate(listed.get(section.name, ()))
            if (document := _section_document(folder, pack, section, index, file, errors))
        ]
        if documents:
            found.append((section, tuple(documents)))
    return found


def _section_document(
    folder: Path, pack: Document, section: Section, index: int, file: str, errors: list[PackError]
) -> Document | None:
    if not (folder / file).is_file():  # told where it is asked for, not where it is missing
        place = ("sections", section.name, index)
        errors.append(pack.error(place, _("找不到文件“%s”。") % file))
        return None
    return _checked(folder, file, section.schema, errors)


def _import(
    pack: Document,
    documents: list[tuple[Section, tuple[Document, ...]]],
    report: PackReport,
    *,
    digest: str,
    dry_run: bool,
    now: datetime,
) -> None:
    with transaction.atomic():
        _take_time()
        loaded = _claimed(pack.value["key"], now)
        for section, parts in documents:
            under_way = Import(parts, pack.value.get("is_synthetic", False), now)
            section.importer(under_way)
            report.sections[section.name] = under_way.report
            report.errors.extend(under_way.report.refused)
            _look_again()
        report.is_written = report.is_good and not dry_run
        if report.is_written:
            loaded.digest = digest
            loaded.loaded_at = now
            loaded.save(update_fields=["digest", "loaded_at"])
        else:
            transaction.set_rollback(True)


def _take_time() -> None:
    """A large pack on a slow machine takes longer than a page may; the server before 17 does not know the limit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, '0', true) FROM pg_settings WHERE name = 'transaction_timeout'"
        )


def _look_again() -> None:
    """Let the server count what a section brought: planning the next one's queries for empty tables costs minutes."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _claimed(key: str, now: datetime) -> LoadedPack:
    """The pack's row, locked: two processes that start at once import one after the other."""
    LoadedPack.objects.get_or_create(key=key, defaults={"loaded_at": now})
    return LoadedPack.objects.select_for_update().get(key=key)


def _digest(folder: Path, pack: Document) -> str:
    """Of the pack's files and of the importers' versions."""
    digest = hashlib.sha256((folder / PACK_FILE).read_bytes())
    for section in sections():
        digest.update(f"\n{section.name} {section.version}\n".encode())
        for file in pack.value["sections"].get(section.name, ()):
            if (folder / file).is_file():
                digest.update(hashlib.sha256((folder / file).read_bytes()).digest())
    return digest.hexdigest()


@dataclass(frozen=True)
class Written(Generic[K, M]):
    """Rows after a bulk write, and the keys of those that were new, changed, or as they should be."""

    rows: dict[K, M]
    new: list[K]
    changed: list[K]
    same: list[K]

    def add(self, more: "Written[K, M]") -> None:
        """Take in the rows of another write."""
        self.rows.update(more.rows)
        self.new.extend(more.new)
        self.changed.extend(more.changed)
        self.same.extend(more.same)

    def tell(self, under_way: Import, name: Callable[[K], str]) -> None:
        """Add the rows to an import's report under their names."""
        under_way.note(
            new=map(name, self.new), changed=map(name, self.changed), same=map(name, self.same)
        )


def write_rows(
    table: Manager[M], wanted: Mapping[K, Mapping[str, Any]], *, existing: Mapping[K, M]
) -> Written[K, M]:
    """Make the rows of a table what `wanted` says, by key; rows not named there stay as they are.

    wanted: attribute values (`grid_id`, not `grid`). existing: the rows that already stand under these keys.
    """
    new = {key: table.model(**values) for key, values in wanted.items() if key not in existing}
    changed = {
        key: existing[key]
        for key, values in wanted.items()
        if key in existing and _take(existing[key], values)
    }
    table.bulk_create(new.values(), batch_size=2000)
    if changed:
        names = {name for key in changed for name in wanted[key]}
        table.bulk_update(changed.values(), sorted(names), batch_size=500)
    rows = {key: existing[key] for key in wanted if key in existing} | new
    same = [key for key in wanted if key not in new and key not in changed]
    return Written(rows, list(new), list(changed), same)


def _take(row: Model, values: Mapping[str, Any]) -> bool:
    """Set what differs; say whether anything did."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)
