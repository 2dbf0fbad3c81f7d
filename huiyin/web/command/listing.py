"""The filters of the work list as chips: what is on, what each would show, and the address it leads to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from posixpath import commonpath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.utils.translation import gettext

from huiyin.cases.queries.filters import SEARCHED
from huiyin.cases.queries.lists import CaseFilters, Order
from huiyin.cases.queries.overview import MOST_COUNTED, Tally
from huiyin.cases.rules.words import END_STATES, OPEN_STATES, Channel, Nature, State, Supervision
from huiyin.escalation.rules import Policy, Rung, Urgency
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Viewer
from huiyin.web.kit import badges
from huiyin.web.kit.shapes import Chip

if TYPE_CHECKING:
    from huiyin.territory.models import Node

# what says where one stands in the list; it starts anew when the list becomes another one
PLACE_KEYS = ("after", "case")
DUES = (
    ("overdue", _("已超时")),
    ("warned", _("快到期")),
    ("today", _("今天到期")),
    ("provisional", _("时限暂定")),
)
STAGES = (("open", _("在办")), ("ended", _("已结束")), ("all", _("全部")))
ORDERS = ((Order.DUE, _("按时限")), (Order.NEW, _("按新旧")))


@dataclass(frozen=True)
class Section:
    """The values of one filter."""

    label: str
    chips: Sequence[Chip]

    @property
    def is_on(self) -> bool:
        return any(chip.is_on for chip in self.chips)


@dataclass(frozen=True)
class Asked:
    """What the address asks for. sent: as it came; filters: what of it can be."""

    sent: QueryDict
    filters: CaseFilters
    order: Order

    @classmethod
    def read(cls, sent: QueryDict) -> "Asked":
        """Without a state the list shows what is open; `all` is every state. Open cases stand by their limits."""
        said = CaseFilters.read(dict(sent.lists()))
        wants_all = "all" in sent.getlist("state")
        state = "" if wants_all else said.state or "open"
        filters = CaseFilters(**{**vars(said), "state": state})
        is_open = not wants_all and not set(state.split(",")) & {"ended", *END_STATES}
        natural = Order.DUE if is_open else Order.NEW
        wanted = sent.get("order")
        return cls(sent, filters, Order(wanted) if wanted in set(Order) else natural)

    def values(self, name: str) -> list[str]:
        joined: str = getattr(self.filters, name)
        return joined.split(",") if joined else []

    def address(self, **changed: str | Iterable[str]) -> str:
        """The list with other values of some filters, from its beginning. Nothing unknown is carried on."""
        other = {
            name: [value] if isinstance(value, str) else value for name, value in changed.items()
        }
        return f"?{_written({**self._said, **other})}"

    @cached_property
    def _said(self) -> dict[str, list[str]]:
        """What the address says, in so far as it means something."""
        said = {name: self._sent_values(name) for name in CaseFilters.names()}
        return said | {"order": [self.order] if self.sent.get("order") in set(Order) else []}

    def _sent_values(self, name: str) -> list[str]:
        if name == "state":
            # the default stands in no address
            return [] if "state" not in self.sent else self.values("state") or ["all"]
        return [self.filters.words] if name == "words" and self.filters.words else self.values(name)

    def toggled(self, name: str, value: str) -> str:
        now = self.values(name)
        return self.address(
            **{name: [v for v in now if v != value] if value in now else [*now, value]}
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a search for words keeps of the address."""
        return [(n, value) for n, values in self._said.items() if n != "words" for value in values]

    @cached_property
    def here(self) -> str:
        """The same place of the same list: what a case carries along to lead back."""
        return _written({**self._said, "after": [self.sent.get("after", "")[:40]]})

    def carried(self, address: str) -> str:
        """An address of a case that knows its way back to this place of the list."""
        return f"{address}?{self.here}" if self.here else address


def _written(said: Mapping[str, Iterable[str]]) -> str:
    pairs = [(name, value) for name, values in said.items() for value in values if value]
    return urlencode(pairs, safe="/", quote_via=quote)


def more(count: int) -> int | str:
    """A count of what has ended, as it is shown: nobody counts beyond a thousand."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else count


def stages(asked: Asked, tally: Tally) -> list[Chip]:
    """在办、已结束、全部; their counts are the sums of the states below."""
    counted: dict[str, int | str] = {
        "open": tally.open,
        "ended": more(tally.ended),
        "all": f"{MOST_COUNTED}+" if tally.is_least else tally.total,
    }
    current = asked.filters.state or "all"
    return [
        Chip(gettext(word), asked.address(state=stage), stage == current, counted[stage])
        for stage, word in STAGES
    ]


def states(asked: Asked, tally: Tally) -> list[Chip]:
    """The states that occur on this side of the end; choosing several adds them up."""
    chosen = [value for value in asked.values("state") if value in set(State)]
    stage = asked.filters.state
    shut = {"open": END_STATES, "ended": OPEN_STATES}.get(stage, frozenset())
    return [
        Chip(
            badges.of_state(state).word,
            asked.address(
                state=[v for v in chosen if v != state] if state in chosen else [*chosen, state]
            ),
            state in chosen,
            None if tally.is_least and state in END_STATES else tally.by_state.get(state, 0),
        )
        for state in State
        if state not in shut and (tally.by_state.get(state) or state in chosen)
    ]


def sections(asked: Asked, policy: Policy | None) -> list[Section]:
    """The filters to unfold."""
    rungs = [(str(int(rung)), gettext(rung.label)) for rung in Rung]
    classes = [] if policy is None else _classes(policy)
    made = [
        _section(asked, "due", _("时限"), [(value, gettext(word)) for value, word in DUES]),
        _section(asked, "rung", _("层级"), rungs),
        _section(asked, "urgency", _("紧急程度"), _words(Urgency)),
        _section(asked, "supervision", _("督办情况"), _words(Supervision)),
        _section(asked, "nature", _("性质"), _words(Nature)),
        _section(asked, "channel", _("来源"), _words(Channel)),
        _section(asked, "category", _("类别"), classes),
    ]
    return [section for section in made if section.chips]


def _classes(policy: Policy) -> list[tuple[str, str]]:
    return [(c.code, c.name) for code, c in sorted(policy.categories.items()) if not c.is_leaf]


def _words(words: Iterable[Any]) -> list[tuple[str, str]]:
    return [(word.value, gettext(word.label)) for word in words]


def _section(asked: Asked, name: str, label: str, options: list[tuple[str, str]]) -> Section:
    on = asked.values(name)
    known = {value for value, _word in options}
    # a leaf of the categories, or what else came by a link, can still be taken off
    strange = [(value, value) for value in on if value not in known] if options else []
    return Section(
        gettext(label),
        [
            Chip(word, asked.toggled(name, value), value in on)
            for value, word in [*options, *strange]
        ],
    )


def active(asked: Asked, shown: Sequence[Section]) -> list[Chip]:
    """What narrows the list now, each with the address without it."""
    found = [chip for section in shown for chip in section.chips if chip.is_on]
    if asked.filters.words:
        words = gettext("最近 %(most)d 件中含“%(words)s”的") % {
            "most": SEARCHED,
            "words": asked.filters.words,
        }
        found.append(Chip(words, asked.address(words=""), is_on=True))
    if asked.filters.told:
        found.append(Chip(gettext("今天已告知"), asked.address(told=""), is_on=True))
    if asked.filters.holder:
        found.append(Chip(gettext("指定岗位"), asked.address(holder=""), is_on=True))
    return found


def orders(asked: Asked) -> list[Chip]:
    return [
        Chip(gettext(word), asked.address(order=order.value), order is asked.order)
        for order, word in ORDERS
    ]


def root_of(viewer: Viewer) -> str:
    """The path of the smallest place that holds all the viewer looks over."""
    shared = commonpath(viewer.paths) if viewer.paths else ""
    return f"{shared}/" if shared else ""


@dataclass(frozen=True)
class Places:
    """Where the list looks, from the top of the viewer's area down, and the places right below."""

    crumbs: Sequence[Chip]
    below: Sequence[Chip]


def places(
    asked: Asked, nodes: Iterable["Node"], *, root: str, by_place: Mapping[str, int] | None
) -> Places:
    """by_place: how many cases lie in each; None where nobody counted, and every place is shown."""
    here = asked.filters.area or root
    crumbs, below = [], []
    for node in nodes:
        if here.startswith(node.path):
            if node.path.startswith(root):
                area = "" if node.path == root else node.path
                crumbs.append(Chip(node.name, asked.address(area=area), node.path == here))
        elif by_place is None or by_place.get(node.code):
            count = None if by_place is None else by_place[node.code]
            below.append(Chip(node.name, asked.address(area=node.path), count=count))
    return Places(crumbs, below)
