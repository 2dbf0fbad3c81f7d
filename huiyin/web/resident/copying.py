"""A person's own copy of what is held of them: the same facts as a page, as JSON and as a document on paper."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext

from huiyin.cases.queries import lists
from huiyin.cases.rules.words import State
from huiyin.ground.files.queries import files_of
from huiyin.groups.queries.own import memberships_of, said_by
from huiyin.lib.times import local
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.trust.queries import consents, requests
from huiyin.trust.queries.looks import looks_at
from huiyin.trust.rules.consent import Topic
from huiyin.trust.rules.looking import LookPurpose
from huiyin.trust.rules.requests import RequestKind, RequestState

LOOKS = 1000


@dataclass(frozen=True)
class Section:
    """A part of the copy. name: in JSON. rows: label and words, one fact each."""

    name: str
    title: str
    rows: list[tuple[str, str]]


def own_copy(viewer: Viewer, *, now: datetime) -> list[Section]:
    """Everything a resident gave or caused, in their own words. What others wrote about their matters is on the matters' pages."""
    person_id = viewer.person_id
    return [
        Section("person", gettext("我是谁"), _person(person_id)),
        Section("homes", gettext("我的家"), _homes(person_id, now)),
        Section("groups", gettext("我在的群"), _groups(person_id)),
        Section("matters", gettext("我的事"), _matters(viewer)),
        Section("words", gettext("我说的话"), _words(person_id)),
        Section("files", gettext("我发的照片、语音、视频"), _files(person_id)),
        Section("consents", gettext("我的同意"), _consents(person_id)),
        Section("looks", gettext("谁看过我的信息"), _looks(person_id)),
        Section("requests", gettext("我提过的要求"), _requests(person_id)),
    ]


def _person(person_id: int) -> list[tuple[str, str]]:
    person = people.person(person_id)
    born = person.born_on.isoformat() if person.born_on else ""
    facts = [
        (gettext("姓名"), person.name),
        (gettext("手机号"), person.phone),
        (gettext("出生日期"), born),
        (gettext("语言"), dict(settings.LANGUAGES)[person.locale]),
    ]
    return [(label, words) for label, words in facts if words]


def _homes(person_id: int, now: datetime) -> list[tuple[str, str]]:
    homes = people.households_of(person_id, at=now)
    return [(each.grid.name, each.label) for each in homes]


def _groups(person_id: int) -> list[tuple[str, str]]:
    return [(_day(each.joined_at), each.group.name) for each in memberships_of(person_id)]


def _matters(viewer: Viewer) -> list[tuple[str, str]]:
    return [
        (
            f"{case.number} {_day(case.opened_at)}",
            f"{case.text}（{gettext(State(case.state).label)}）",
        )
        for case in lists.mine(viewer)
    ]


def _words(person_id: int) -> list[tuple[str, str]]:
    return [
        (f"{_moment(each.at)} {each.group.name}", each.text)
        for each in said_by(person_id)
        if each.text
    ]


def _files(person_id: int) -> list[tuple[str, str]]:
    return [(_moment(each.at), f"{each.mime}, {each.size}") for each in files_of(person_id)]


def _consents(person_id: int) -> list[tuple[str, str]]:
    said = {True: gettext("同意"), False: gettext("不同意")}
    return [
        (
            _moment(each.at),
            f"{gettext(Topic(each.topic).label)}：{said[each.is_given]}（{each.notice.version}）",
        )
        for each in consents.story_of(person_id)
    ]


def _looks(person_id: int) -> list[tuple[str, str]]:
    return [
        (
            _moment(each.at),
            f"{each.by_post.title}：{gettext(LookPurpose(each.purpose).label)}，{each.words}",
        )
        for each in looks_at(person_id, limit=LOOKS).looks
    ]


def _requests(person_id: int) -> list[tuple[str, str]]:
    return [
        (
            _day(each.asked_at),
            f"{gettext(RequestKind(each.kind).label)}：{gettext(RequestState(each.state).label)} {each.answer}".strip(),
        )
        for each in requests.own(person_id)
    ]


def _day(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d}"


def _moment(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}"
