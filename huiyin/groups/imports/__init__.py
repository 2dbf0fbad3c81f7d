"""What of the groups comes in by tables: the groups of grids and communities. See docs/operate/imports.md."""

from huiyin.ground.imports import Column, Kind
from huiyin.groups.imports.actions.groups import GROUP_NAME, KIND, OPENED, PLACE, PURPOSE, Groups
from huiyin.lib.words import gettext_noop as _

__all__ = ["GROUPS"]

GROUPS = Kind(
    code="groups",
    label=_("群"),
    sentence=_("一个群一行：什么群，在哪里。群主是那里的网格员、微网格长或书记。"),
    order=50,
    importer=Groups(),
    columns=(
        Column(
            "kind",
            KIND,
            ("群的类型", "类型"),
            is_required=True,
            example=OPENED[0].label,
            hint="、".join(kind.label for kind in OPENED),
        ),
        Column(
            "place",
            PLACE,
            ("网格编码", "区划编码", "编码"),
            is_required=True,
            example="379901001201Z001",
        ),
        Column("name", GROUP_NAME, ("群名", "名称"), is_required=True, example="第一网格服务群"),
        Column("purpose", PURPOSE, ("群公告", "说明")),
    ),
)
