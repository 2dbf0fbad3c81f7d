"""Taking data out of the site: asked for, approved by another, and written down before the first row leaves."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from huiyin.ground.commands.actions import repeat_of
from huiyin.ground.ids import new_id
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import NotAllowed, NotThere
from huiyin.lib.times import local
from huiyin.people import queries as people
from huiyin.people.rules import Verb, Viewer
from huiyin.trust.models import Export
from huiyin.trust.queries import exports
from huiyin.trust.rules.detecting import public
from huiyin.trust.rules.exporting import (
    MOST_WORDS,
    READY_FOR,
    ExportKind,
    ExportState,
    check_decision,
    check_taking,
    checked_purpose,
)


@transaction.atomic
def ask_export(
    *,
    kind: ExportKind,
    asked: Mapping[str, str],
    purpose: str,
    viewer: Viewer,
    now: datetime,
    client_key: UUID | None = None,
) -> Export:
    """Ask for a file. asked: the filters, by code. Raises NotAllowed without the right, Refused without a purpose."""
    post_id = _office(viewer, kind.asks)
    words, made_id = public(checked_purpose(purpose)), new_id()
    before = repeat_of(client_key, verb="export.ask", person_id=viewer.person_id, result_id=made_id)
    if before is not None:
        return Export.objects.get(pk=before)
    with (
        connection.cursor() as cursor
    ):  # the numbers run on without a gap: two at once wait for each other
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('export', 4))")
    last = Export.objects.aggregate(last=Max("serial"))["last"] or 0
    made = Export.objects.create(
        id=made_id,
        serial=last + 1,
        kind=kind,
        asked=dict(asked),
        purpose=words,
        by_person_id=viewer.person_id,
        by_post_id=post_id,
        asked_at=now,
    )
    _record("export.asked", made, By(viewer.person_id, post_id), now)
    return made


@transaction.atomic
def decide_export(
    *, export_id: int, is_yes: bool, answer: str, viewer: Viewer, now: datetime
) -> Export:
    """Approve or decline. Raises NotThere, NotAllowed for one's own, Conflict when it was decided, Refused for a bare no."""
    export = _locked(exports.to_decide(viewer, export_id).pk)
    check_decision(
        export.state,
        asked_by=export.by_person_id,
        decided_by=viewer.person_id,
        answer=answer,
        is_yes=is_yes,
    )
    post_id = _office(viewer, ExportKind(export.kind).approves)
    export.state = ExportState.APPROVED if is_yes else ExportState.DECLINED
    export.answer = public(" ".join(answer.split())[:MOST_WORDS])
    export.decided_by_person_id, export.decided_by_post_id = viewer.person_id, post_id
    export.decided_at = now
    export.save()
    kind = "export.approved" if is_yes else "export.declined"
    _record(kind, export, By(viewer.person_id, post_id), now)
    return export


@transaction.atomic
def take_export(*, export_id: int, viewer: Viewer, now: datetime) -> Export:
    """Take the file within a day of the approval; each time is `<kind>.exported`, written before the first row leaves.

    Raises NotThere, NotAllowed for somebody else's and where the right has gone, Conflict.
    """
    export = _locked(export_id)
    kind = ExportKind(export.kind)
    post_id = _office(viewer, kind.asks)
    check_taking(
        export.state,
        asked_by=export.by_person_id,
        taken_by=viewer.person_id,
        decided_at=export.decided_at,
        now=now,
    )
    export.taken_at = now
    export.save(update_fields=["taken_at"])
    _record(f"{kind}.exported", export, By(viewer.person_id, post_id), now)
    return export


def ready_until(export: Export) -> datetime | None:
    return export.decided_at + READY_FOR if export.decided_at else None


def watermark(export: Export, *, viewer: Viewer, now: datetime) -> str:
    """The line that stands inside the file: running number, who, when, what for, and who approved it."""
    told = _(
        "导出 %(number)s 号，%(who)s，%(moment)s，用途：%(purpose)s。只用于这个用途，不要转给别人。"
    )
    return told % {
        "number": export.serial,
        "who": f"{people.post_facts(export.by_post_id).title} {viewer.name}",
        "moment": f"{local(now):%Y-%m-%d %H:%M}",
        "purpose": export.purpose,
    }


@transaction.atomic
def record_copy(*, person_id: int, form: str, now: datetime) -> int:
    """Note that a person took a copy of what is held of themselves. form: `json` or `pdf`. Returns the entry's id."""
    return record(
        "data.copied",
        subject="person",
        subject_id=person_id,
        by=By(person_id, None),
        at=now,
        area="",
        data={"form": form},
    )


def copy_mark(entry_id: int, *, viewer: Viewer, now: datetime) -> str:
    """The line inside somebody's own copy, which nobody has to approve."""
    told = _("%(who)s 本人的信息，%(moment)s 取得，记录编号 %(number)s。")
    return told % {
        "number": entry_id,
        "who": viewer.name,
        "moment": f"{local(now):%Y-%m-%d %H:%M}",
    }


def _office(viewer: Viewer, verb: Verb) -> int:
    office = next((post.id for post in viewer.posts if verb in post.role.verbs), None)
    if office is None:
        raise NotAllowed("您的岗位不能导出这些内容。")
    return office


def _locked(export_id: int) -> Export:
    export = Export.objects.select_for_update().filter(pk=export_id).first()
    if export is None:
        raise NotThere("没有找到这次导出。")
    return export


def _record(kind: str, export: Export, by: By, now: datetime) -> None:
    """The purpose stands in the row: words are no part of what is sealed."""
    record(
        kind,
        subject="export",
        subject_id=export.pk,
        by=by,
        at=now,
        area="",
        data={"number": str(export.serial), "kind": export.kind, "asked": export.asked},
    )
