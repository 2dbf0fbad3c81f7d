"""The record of what was done as the auditor reads it: who, when, what, about what; never what a case is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from huiyin.cases.queries.numbers import numbers_of
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import masked_name
from huiyin.territory import queries as territory
from huiyin.trust.queries.looks import looks
from huiyin.trust.rules.detecting import public
from huiyin.trust.rules.looking import LookPurpose

if TYPE_CHECKING:
    from huiyin.ground.ledger.models import Entry
    from huiyin.trust.models import Look

# what the auditor asks for, by the kinds of the ledger; a kind that ends with a dot stands for all that begin so
TOPICS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sensitive": (_("查看个人信息"), ("person.phone_seen", "person.original_seen", "data.")),
    "export": (_("导出"), ("audit.exported", "export.")),
    "sign_in": (_("登录和账号"), ("account.", "sign_in.", "session.")),
    "rights": (_("岗位和密钥"), ("post.", "key.", "keys.")),
    "person": (_("人员和住户"), ("person.", "household.", "visit.", "consent.")),
    "settings": (_("设置和导入"), ("policy.", "calendar.", "pack.", "import.", "territory.")),
    "group": (_("群"), ("group.", "message.")),
    "case": (_("事项"), ("case.",)),
}
SUBJECTS: Mapping[str, str] = {
    "case": _("事项"),
    "group": _("群"),
    "message": _("消息"),
    "person": _("人员"),
    "household": _("住户"),
    "visit": _("走访"),
    "account": _("账号"),
    "post": _("岗位"),
    "key": _("密钥"),
    "keys": _("加密密钥"),
    "policy": _("时限规则"),
    "calendar": _("工作日历"),
    "audit": _("操作记录"),
    "export": _("导出"),
}
# what may be shown of the rest of an entry: codes and counts, no words of anybody
SHOWN = ("state", "rung", "channel", "level", "locale", "is_on", "scopes", "rows", "asked", "count")
HEAD = (
    _("编号"), _("时间"), _("记录"), _("谁"), _("岗位"), _("对象"), _("地点"), _("说明"),
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One entry in words. kind: as it is stored, for who looks for it elsewhere."""

    id: int
    at: datetime
    topic: str
    kind: str
    who: str
    post: str
    subject: str
    place: str
    more: str

    @property
    def cells(self) -> tuple[object, ...]:
        at = self.at.isoformat(timespec="seconds")
        return (self.id, at, self.kind, self.who, self.post, self.subject, self.place, self.more)


def lines(entries: Sequence["Entry"]) -> list[Line]:
    """A page of the record, with everybody's names in five queries, whatever its length."""
    named = _Names(entries)
    return [_line(entry, named) for entry in entries]


class _Names:
    """What the ids of these entries are called."""

    def __init__(self, entries: Sequence["Entry"]) -> None:
        ids = {each for e in entries for each in (e.by_person_id, e.by_post_id) if each is not None}
        about = {e.subject_id for e in entries if e.subject in {"person", "post"}}
        self.of = people.names_of(ids | about)
        self.numbers = numbers_of(e.subject_id for e in entries if e.subject == "case")
        self.places = _places(entries)
        self.looks = looks(e.data["look_id"] for e in entries if "look_id" in e.data)


def _places(entries: Sequence["Entry"]) -> dict[str, str]:
    """What the places of these entries are called, by their paths."""
    codes = {e.area: e.area.rstrip("/").rpartition("/")[2] for e in entries if e.area}
    nodes = territory.nodes_by_code(codes.values())
    return {path: nodes[code].name for path, code in codes.items() if code in nodes}


def _line(entry: "Entry", named: _Names) -> Line:
    name = named.of.get(entry.by_person_id or 0, "")
    is_staff = entry.by_post_id is not None
    return Line(
        id=entry.pk,
        at=entry.at,
        topic=_topic(entry.kind),
        kind=entry.kind,
        # whoever acted in no office acted as a resident
        who=name if is_staff else masked_name(name) if name else gettext("系统"),
        post=named.of.get(entry.by_post_id or 0, ""),
        subject=_subject(entry, named),
        place=named.places.get(entry.area, ""),
        more=_more(entry, named.looks),
    )


def _topic(kind: str) -> str:
    for word, beginnings in TOPICS.values():
        if any(
            kind == each or (each.endswith(".") and kind.startswith(each)) for each in beginnings
        ):
            return gettext(word)
    return ""


def _subject(entry: "Entry", named: _Names) -> str:
    word = gettext(SUBJECTS[entry.subject]) if entry.subject in SUBJECTS else entry.subject
    if entry.subject == "case":
        return f"{word} {named.numbers.get(entry.subject_id, entry.subject_id)}"
    if entry.subject == "person":
        return f"{word} {masked_name(named.of.get(entry.subject_id, ''))} {entry.subject_id}"
    if entry.subject == "post":
        return f"{word} {named.of.get(entry.subject_id, entry.subject_id)}"
    return f"{word} {entry.subject_id}"


def _more(entry: "Entry", seen: Mapping[int, "Look"]) -> str:
    look = seen.get(entry.data.get("look_id", 0))
    if look:
        return f"{gettext(LookPurpose(look.purpose).label)}：{public(look.words)}"
    return _shown(entry.data.items())


def _shown(data: Iterable[tuple[str, object]]) -> str:
    return "；".join(f"{name} {value}" for name, value in data if name in SHOWN)
