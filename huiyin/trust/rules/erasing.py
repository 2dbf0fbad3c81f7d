"""What remains of words when the person they speak of has asked to be forgotten. Source: 个人信息保护法 Art. 47."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from huiyin.lib.words import gettext_noop as _
from huiyin.trust.rules.detecting import public

GONE_NAME = "已注销的居民"
GONE_WORDS = "（本人要求删除）"
GONE_TITLE = "（已删除的事项）"
# a name of one character stands in half of all sentences
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Subject:
    """Somebody who is to be forgotten. homes: labels of where they lived. said: what they wrote
    and others were shown again, as the title of a matter. keeps_name: held a post, whose records stay."""

    person_id: int
    name: str
    phone: str
    homes: tuple[str, ...]
    said: tuple[str, ...] = ()
    keeps_name: bool = False

    @property
    def traces(self) -> Mapping[str, str]:
        """What is looked for in other people's words, and what stands there afterwards."""
        found = {words: GONE_WORDS for words in self.said if len(words) >= SHORTEST_NAME}
        found |= {home: "（住址）" for home in self.homes if home}
        if self.phone:
            found[self.phone] = "（号码）"
        if len(self.name) >= SHORTEST_NAME and not self.keeps_name:
            found[self.name] = "某居民"
        # as they stand where they were masked for others
        found |= {public(trace): instead for trace, instead in found.items()}
        # the longest first: a name may stand in a title
        return dict(sorted(found.items(), key=lambda trace: -len(trace[0])))

    def without(self, words: str) -> str:
        """Words as they read without this person."""
        for trace, instead in self.traces.items():
            words = words.replace(trace, instead)
        return words


class Part(NamedTuple):
    """What became of one kind of data. rule: why it was kept; empty for what is gone."""

    what: str
    number: int
    rule: str = ""


KEPT_MATTERS = _(
    "办理档案：编号、类别、时间和结果，不含姓名、电话和您说的话（档案法、个人信息保护法第四十七条第二款）"
)
KEPT_TRACE = _("操作记录：只有编号和时间，封存后不能修改（网络安全法第二十一条）")
KEPT_CONSENT = _("同意和撤回的记录：证明经过您的同意（个人信息保护法第六十九条）")
KEPT_WORK = _("任职和经办记录：工作责任的凭据")
