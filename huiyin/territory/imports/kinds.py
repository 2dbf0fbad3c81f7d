"""The templates: which columns, under which names people have them."""

from huiyin.ground.imports import Column, Kind
from huiyin.ground.sheets import GEOMETRY, Format
from huiyin.lib.words import gettext_noop as _
from huiyin.territory.imports.actions.boundaries import Boundaries
from huiyin.territory.imports.actions.homes import Homes
from huiyin.territory.imports.actions.nodes import Nodes
from huiyin.territory.imports.words import (
    BUILDING,
    CODE,
    COMPOUND,
    GRID,
    LEGACY_CODE,
    MICRO_GRID,
    NAME,
    OCCUPIED,
    PARENT,
    PHONE,
    ROOM,
    SHAPE,
    SUPERVISION_PHONE,
    UNIT,
)
from huiyin.territory.rules import NodeKind
from huiyin.territory.rules.coordinates import CoordinateSystem

NODES = Kind(
    code="nodes",
    label=_("区划和网格"),
    sentence=_("县区、镇街、村社区、网格和微网格，按编码。"),
    order=10,
    levels=len(NodeKind),
    importer=Nodes(),
    columns=(
        Column(
            "code",
            CODE,
            ("code", "区划编码", "区划代码", "网格编码", "统计用区划代码", "行政区划代码"),
            is_required=True,
            example="379901001201Z001",
            hint=_("市 4 位、县区 6 位、镇街 9 位、村社区 12 位；末尾补零的 12 位也可以。"),
        ),
        Column(
            "name", NAME, ("name", "区划名称", "网格名称"), is_required=True, example="第一网格"
        ),
        Column(
            "parent",
            PARENT,
            ("parent", "父级编码", "上级代码", "areaCode", "cityCode"),
            example="379901001201",
            hint=_("可不填：上级看编码就知道。填了就核对。"),
        ),
        Column("phone", PHONE, ("电话", "联系电话"), example="0543-1234567"),
        Column("supervision_phone", SUPERVISION_PHONE, ("监督举报电话",), example="0543-7654321"),
        Column("legacy_code", LEGACY_CODE, ("旧编码", "原网格编码"), example="A-017"),
    ),
)
HOMES = Kind(
    code="homes",
    label=_("小区、楼栋和住房"),
    sentence=_("一套住房一行：在哪个网格、哪栋楼、几单元、几室。"),
    order=20,
    importer=Homes(),
    columns=(
        Column("grid", GRID, ("所属网格",), is_required=True, example="379901001201Z001"),
        Column("micro_grid", MICRO_GRID, ("所属微网格",), example="379901001201Z001W02"),
        Column("compound", COMPOUND, ("小区名称", "院落"), example="柳堤小区"),
        Column(
            "building",
            BUILDING,
            ("楼号", "楼栋号", "楼", "门牌"),
            is_required=True,
            example="3号楼",
            hint=_("平房写路名和门牌，例如“柳桥一路12号”。"),
        ),
        Column("unit", UNIT, ("单元号",), example="2"),
        Column("room", ROOM, ("室", "室号", "门牌号", "房间号"), example="501"),
        Column("occupied", OCCUPIED, ("是否有人住", "入住"), example="是"),
    ),
)


BOUNDARIES = Kind(
    code="boundaries",
    label=_("网格边界"),
    sentence=_("一个图形一条边界，按编码对应到网格、社区或镇街。"),
    order=25,
    importer=Boundaries(),
    formats=frozenset({Format.GEOJSON}),
    systems=tuple((system.value, system.label) for system in CoordinateSystem),
    columns=(
        Column(
            "code",
            CODE,
            ("code", "id", "区划编码", "网格编码", "grid_code"),
            is_required=True,
            example="379901001201Z001",
        ),
        Column(GEOMETRY, SHAPE, is_required=True),
    ),
)


def territory_kinds() -> tuple[Kind, ...]:
    return (NODES, HOMES, BOUNDARIES)
