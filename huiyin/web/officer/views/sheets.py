"""打印二维码: sheets of a grid as a PDF, to be cut and hung up, or put into letter-boxes."""

from django.http import HttpResponse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.coverage.queries import access
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.territory.rules import NodeKind
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page
from huiyin.web.officer.printing import Sheet, sheet_pdf


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def sheets(request: SignedIn, node_id: int) -> HttpResponse:
    node = access.access_place(request.viewer, node_id)
    if node.kind == NodeKind.MICRO_GRID and node.parent:
        node = access.access_place(request.viewer, node.parent.pk)
    if node.kind != NodeKind.GRID or not access.may_read_homes(request.viewer, node):
        raise NotThere(gettext("二维码按网格打印，请先选一个网格。"))
    group = access.group_of_grid(node.pk)
    if request.method == "POST":
        if group is None or not group.join_code:
            raise Conflict(gettext("这个网格还没有群，请先建群。"))
        kind = request.POST.get("kind", "")
        if kind not in set(Sheet):
            raise Refused(gettext("请选择要打印的一种。"))
        made = sheet_pdf(request, Sheet(kind), node, group)
        name = f"{node.code}-{kind}.pdf"
        disposition = f'attachment; filename="{name}"'
        return HttpResponse(
            made,
            content_type="application/pdf",
            headers={"Content-Disposition": disposition},
        )
    return page(request, "officer/sheets.html", {"node": node, "group": group, "kinds": _kinds()})


def _kinds() -> list[tuple[str, str, str]]:
    return [
        (Sheet.GRID, gettext("网格"), gettext("贴在大门口、公告栏，一页两张。")),
        (Sheet.BUILDING, gettext("楼栋"), gettext("贴在楼道，一页八张，扫码后楼栋已经选好。")),
        (
            Sheet.HOUSEHOLD,
            gettext("每户"),
            gettext(
                "给还没进群的户，一户一码，30 天有效，凭码进群不用再核实。不愿进群的户不打印。"
            ),
        ),
    ]
