"""The templates: which columns, under which names people have them."""

from huiyin.ground.imports import Column, Kind
from huiyin.lib.words import gettext_noop as _
from huiyin.people.imports.actions.households import Households
from huiyin.people.imports.actions.posts import Posts
from huiyin.people.imports.words import (
    ADDRESS,
    AREAS,
    BORN,
    HOLDER,
    HOLDER_PHONE,
    LIVING,
    NAME,
    OFFICE_PHONE,
    PHONE,
    PLACE,
    REGISTERED,
    ROLE,
    TITLE,
)
from huiyin.territory.imports.words import BUILDING, COMPOUND, GRID, ROOM, UNIT

HOUSEHOLDS = Kind(
    code="households",
    label=_("住户和家庭成员"),
    sentence=_("一个人一行：住在哪里，叫什么，手机号，住不住在这里。"),
    order=30,
    importer=Households(),
    is_personal=True,
    ends_gone=True,
    gone_sentence=_("这份文件是所列网格的完整名单：文件里没有的人按迁出处理。"),
    columns=(
        Column("grid", GRID, ("所属网格",), is_required=True, example="379901001201Z001"),
        Column("compound", COMPOUND, ("小区名称", "院落"), example="柳堤小区"),
        Column("building", BUILDING, ("楼号", "楼栋号", "楼"), example="3号楼"),
        Column("unit", UNIT, ("单元号",), example="2"),
        Column("room", ROOM, ("室", "室号", "门牌号", "房间号"), example="501"),
        Column(
            "address",
            ADDRESS,
            ("地址", "家庭住址", "详细地址"),
            hint=_("没有楼栋的填这里，例如“在外第3户”。填了楼栋就不用填。"),
        ),
        Column("name", NAME, ("居民姓名", "成员姓名", "户主"), is_required=True, example="王小明"),
        Column("phone", PHONE, ("手机号", "手机号码", "联系电话", "电话"), example="13800001234"),
        Column("born", BORN, ("出生年月", "生日", "出生年月日"), example="1950-03-08"),
        Column("living", LIVING, ("居住", "是否在住"), example="是", hint=_("不填算“是”。")),
        Column("registered", REGISTERED, ("户籍", "户口在此"), example="是"),
    ),
)
POSTS = Kind(
    code="posts",
    label=_("岗位和任职人"),
    sentence=_("一个岗位一行：什么岗位，在哪里，由谁担任。一岗多人就写多行。"),
    order=40,
    importer=Posts(),
    is_personal=True,
    columns=(
        Column("role", ROLE, ("岗位", "角色"), is_required=True, example="网格员"),
        Column(
            "place",
            PLACE,
            ("区划编码", "网格编码", "编码"),
            is_required=True,
            example="379901001201Z001",
        ),
        Column("title", TITLE, ("职务名称",), example="第一网格网格员"),
        Column("phone", OFFICE_PHONE, ("公开电话",), example="0543-1234567"),
        Column("holder", HOLDER, ("姓名", "人员"), example="李小红"),
        Column("holder_phone", HOLDER_PHONE, ("手机", "手机号", "联系电话"), example="13800005678"),
        Column("areas", AREAS, ("负责网格",), hint=_("片区干部分管的网格编码，用顿号隔开。")),
    ),
)


def people_kinds() -> tuple[Kind, ...]:
    return (HOUSEHOLDS, POSTS)
