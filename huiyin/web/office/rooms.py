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
