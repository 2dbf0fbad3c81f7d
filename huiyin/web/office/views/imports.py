"""导入: files on their way in. What happens to them is done by jobs; these pages ask and show."""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.ground.imports import actions as importing
from huiyin.ground.imports import kinds, queries
from huiyin.ground.imports.rules import State, kind_of
from huiyin.ground.sheets import Format, write_table
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn, is_htmx
from huiyin.web.office.importing import (
    VERBS,
    ColumnsForm,
    UploadForm,
    accepted,
    batch_of,
    by_of,
    importing_post,
    latest,
    may_see_rows,
    parts_of,
    shown,
)
from huiyin.web.office.pages import page, page_with_form
from huiyin.web.office.rooms import room_required

REASON, REASON_COLUMN = "退回原因", "退回的列"
importers = room_required(*VERBS)


@never_cache
@require_safe
@edge
@importers
def imports(request: SignedIn) -> HttpResponse:
    context = {"kinds": kinds(), "batches": latest(request.viewer)}
    return page(request, "office/imports.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@edge
@importers
def new(request: SignedIn, kind: str) -> HttpResponse:
    chosen = kind_of(kind)
    form = UploadForm(chosen, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            file = form.cleaned_data["file"]
            begun = importing.begin(
                kind=chosen.code,
                file=file,
                file_name=file.name or "",
                by=by_of(request.viewer),
                area=importing_post(request.viewer).path,
                system=form.cleaned_data.get("system", ""),
                now=request.now,
                client_key=form.key,
            )
            return redirect("office:import", begun.id)
    context = {"kind": chosen, "accepted": accepted(chosen)}
    return page_with_form(request, "office/import_new.html", form, context)


@require_safe
@edge
@importers
def template(request: SignedIn, kind: str) -> HttpResponse:
    """An empty table with the names of the columns; what belongs into them stands on a second sheet."""
    chosen = kind_of(kind)
    header = [_(column.label) for column in chosen.columns]
    notes = [[_("列"), _("必填"), _("例子"), _("说明")]]
    notes += [
        [
            _(column.label),
            _("是") if column.is_required else "",
            column.example,
            _(column.hint) if column.hint else "",
        ]
        for column in chosen.columns
    ]
    return _file(Format.XLSX, f"{_(chosen.label)}.xlsx", header, (), notes=notes)


@never_cache
@require_safe
@edge
@importers
def batch(request: SignedIn, batch_id: int) -> HttpResponse:
    """Where a batch stands. While work goes on, the page asks for itself every second."""
    found = batch_of(batch_id, request.viewer)
    if is_htmx(request) and not found.stage.is_working:
        # what comes next is another page: the whole of it, with its heading and its buttons
        return HttpResponse(headers={"HX-Redirect": reverse("office:import", args=[batch_id])})
    if found.stage is State.MAPPING and not found.is_forgotten:
        return redirect("office:import_columns", batch_id)
    is_stuck = found.stage.is_working and request.now - found.moved_at > importing.STUCK_AFTER
    sees_rows = may_see_rows(found, request.viewer)
    context = {
        "shown": shown(found),
        "batch": found,
        "parts": parts_of(found) if found.stage is State.PREVIEWED else (),
        "is_stuck": is_stuck,
        "sees_rows": sees_rows,
        "may_take": sees_rows and bool(shown(found).refused) and not found.is_forgotten,
    }
    return page(request, "office/import.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@edge
@importers
def columns(request: SignedIn, batch_id: int) -> HttpResponse:
    found = batch_of(batch_id, request.viewer)
    if found.stage not in (State.MAPPING, State.PREVIEWED) or found.is_forgotten:
        return redirect("office:import", batch_id)
    if not may_see_rows(found, request.viewer):
        raise NotAllowed("这份文件里是个人信息，由上传的人自己核对。")
    kind, header = kind_of(found.kind), queries.header_of(found)
    initial = {f"column_{name}": str(place) for name, place in found.mapping.items()}
    form = ColumnsForm(kind, header, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            importing.map_columns(
                batch_id=batch_id,
                mapping=form.mapping,
                is_complete=form.is_complete,
                by=by_of(request.viewer),
                now=request.now,
            )
            return redirect("office:import", batch_id)
    context = {
        "shown": shown(found),
        "batch": found,
        "header": header,
        "rows": queries.first_rows(found),
    }
    return page_with_form(request, "office/import_columns.html", form, context)


@never_cache
@require_POST
@edge
@importers
def act(request: SignedIn, batch_id: int, act: str) -> HttpResponse:
    """Run, take back, go on, forget."""
    batch_of(batch_id, request.viewer)
    by, now = by_of(request.viewer), request.now
    match act:
        case "run":
            importing.run(batch_id=batch_id, by=by, now=now)
        case "undo":
            importing.undo(batch_id=batch_id, by=by, now=now)
        case "resume":
            importing.resume(batch_id=batch_id, now=now)
        case "forget":
            importing.forget(batch_id=batch_id, by=by, now=now)
            messages.success(request, _("文件内容已删除，只留下数目。"))
        case _:
            raise NotThere("没有找到这个页面。")
    return redirect("office:import", batch_id)


@never_cache
@require_POST
@edge
@importers
def refused(request: SignedIn, batch_id: int) -> HttpResponse:
    """The refused rows as they came, with why. A post: taking them away is written down."""
    found = batch_of(batch_id, request.viewer)
    if not may_see_rows(found, request.viewer):
        raise NotAllowed("退回的行里是个人信息，由上传的人自己下载。")
    if not found.format:
        raise Conflict("这个文件还没有读完，请稍等再取。")
    importing.note_taken(batch_id=batch_id, by=by_of(request.viewer), now=request.now)
    header = queries.header_of(found)
    width = len(header)
    rows = (
        [*(row.cells + [""] * width)[:width], row.column, row.sentence]
        for row in queries.refused_rows(found)
    )
    format = Format(found.format)
    name = f"{_(kind_of(found.kind).label)}-{_('退回')}.{format.value}"
    header = [*header, REASON_COLUMN, REASON]
    encoding = {"": "utf-8-sig", "utf-8": "utf-8-sig"}.get(found.encoding, found.encoding)
    return _file(format, name, header, rows, encoding=encoding)


def _file(
    format: Format,
    name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    notes: Sequence[Sequence[str]] = (),
    encoding: str = "utf-8-sig",
) -> HttpResponse:
    """A file made for this answer alone; it is gone with it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        sheet = name.rpartition(".")[0]
        write_table(path, format, header, rows, sheet=sheet, notes=notes, encoding=encoding)
        opened = path.open("rb")
    # a stream is no HttpResponse to the types, and is one to everything else
    return cast("HttpResponse", FileResponse(opened, as_attachment=True, filename=name))
