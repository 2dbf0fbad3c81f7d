"""The rooms of the office: one list for the rail, the first page and the doors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Concatenate, ParamSpec

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from huiyin.lib.refusal import NotAllowed, NotThere
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Verb, Viewer
from huiyin.web.kit.edges import door
from huiyin.web.kit.requests import Asked, SignedIn

P = ParamSpec("P")


@dataclass(frozen=True)
class Room:
    """A part of the office. view: name of its first page. verbs: whoever has one of them may come in."""

    view: str
    label: str
    icon: str
    verbs: frozenset[Verb]
    sentence: str

    @property
    def url(self) -> str:
        return reverse(self.view)

    @property
    def word(self) -> str:
        return gettext(self.label)

    @property
    def purpose(self) -> str:
        return gettext(self.sentence)

    def is_open_to(self, viewer: Viewer) -> bool:
        return bool(self.verbs & viewer.verbs)


ROOMS: Sequence[Room] = (
    Room(
        "office:imports",
        _("导入"),
        "up",
        frozenset({Verb.CONFIGURE, Verb.MANAGE_SETTINGS}),
        _("把现成的表格导入系统：网格、住房、住户、岗位。先预览，可以撤销。"),
    ),
    Room(
        "office:boundaries",
        _("地界"),
        "map",
        frozenset({Verb.CONFIGURE, Verb.MANAGE_SETTINGS}),
        _("画网格的地界，看每一版是谁在什么时候为什么改的。"),
    ),
    Room(
        "office:ground",
        _("盘点"),
        "search",
        frozenset({Verb.CONFIGURE, Verb.MANAGE_SETTINGS}),
        _("找出空白、重叠、没有网格员和没有地界的网格，逐条去改。"),
    ),
    Room(
        "office:accounts",
        _("账号"),
        "lock",
        frozenset({Verb.MANAGE_RIGHTS}),
        _("谁能登录、谁被暂停；手机丢了的，在这里重置。看不到任何事项内容。"),
    ),
    Room(
        "office:posts",
        _("岗位"),
        "people",
        frozenset({Verb.MANAGE_RIGHTS}),
        _("哪些岗位空着、由谁代管；办理交接、请假、任期。只看到数量，看不到事项内容。"),
    ),
    Room(
        "office:audit",
        _("审计"),
        "eye",
        frozenset({Verb.READ_AUDIT}),
        _("谁在什么时候对什么做了什么，查得到，导得出，改不了。"),
    ),
    Room(
        "office:exports",
        _("导出"),
        "file",
        frozenset({Verb.READ_AUDIT, Verb.MANAGE_RIGHTS}),
        _("带走数据要写明用途，由另一个人批准，每次下载都有记录。"),
    ),
    Room(
        "office:requests",
        _("信息请求"),
        "inbox",
        frozenset({Verb.CONFIGURE}),
        _("居民要求更正或删除自己的信息，限期答复。"),
    ),
    Room(
        "office:data",
        _("信息清单"),
        "shield",
        frozenset({Verb.READ_AUDIT, Verb.MANAGE_SETTINGS}),
        _("这个站点保存哪些个人信息、为什么、凭什么、保存多久。"),
    ),
)


def rooms_of(viewer: Viewer) -> list[Room]:
    return [room for room in ROOMS if room.is_open_to(viewer)]


def room_required(
    *verbs: Verb,
) -> Callable[
    [Callable[Concatenate[SignedIn, P], HttpResponse]],
    Callable[Concatenate[Asked, P], HttpResponse],
]:
    """For pages of a room: whoever has one of the verbs. Other staff read that the page is not theirs, residents find
    nothing. Stands under `@edge`.
    """

    def check(viewer: Viewer) -> None:
        if not viewer.is_staff:
            raise NotThere("没有找到这个页面。")
        if not viewer.verbs.intersection(verbs):
            raise NotAllowed("这个页面不属于您的岗位。如需使用，请联系系统管理员。")

    return lambda view: door(view, check)
