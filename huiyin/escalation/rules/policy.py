"""One version of everything a place decides about its ladder: categories, limits, skips, hours, calendar, settings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from huiyin.escalation.rules.calendar import WorkCalendar
from huiyin.escalation.rules.hours import Hours, QuietHours
from huiyin.escalation.rules.ladder import Limit, Rung, Step, Urgency
from huiyin.lib.refusal import NotThere, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Role

ANY = ""  # in a rule: every category


@dataclass(frozen=True)
class CategoryFacts:
    """A class (two digits) or a leaf (four digits) of the category tree.

    first_rung: where a new case begins. last_rung: where it usually ends. is_restricted: only who needs to know sees
    the case. needs_place_proof: handling may not end without a photo. keywords: words that point here.
    """

    code: str
    name: str
    key: str
    first_rung: Rung = Rung.OFFICER
    last_rung: Rung = Rung.COUNTY_COMMAND
    is_restricted: bool = False
    needs_place_proof: bool = False
    urgency: Urgency = Urgency.NORMAL
    keywords: tuple[str, ...] = ()
    department: str = ""

    @property
    def is_leaf(self) -> bool:
        return len(self.code) == 4

    @property
    def class_code(self) -> str:
        return self.code[:2]


@dataclass(frozen=True)
class LimitRule:
    """The limit of a step on a rung. `limit` None = the step has none there.

    category: a leaf, a class or ANY. urgency: None = any.
    """

    step: Step
    rung: Rung
    limit: Limit | None
    category: str = ANY
    urgency: Urgency | None = None

    @property
    def words(self) -> str:
        """What it speaks of, for whoever wrote it: 网格员办理 08 加急."""
        return _words(f"{self.rung.label}{self.step.label}", self.category, self.urgency)


@dataclass(frozen=True)
class Skip:
    """A jump 越级: the rung it leads to, and the roles whose posts are copied on the way."""

    to_rung: Rung
    copy_roles: tuple[Role, ...] = ()


@dataclass(frozen=True)
class SkipRule:
    """From a rung straight to a higher one. category: a leaf, a class or ANY. urgency: None = any.

    Raises Refused if it does not lead upwards.
    """

    from_rung: Rung
    skip: Skip
    category: str = ANY
    urgency: Urgency | None = None

    def __post_init__(self) -> None:
        if self.skip.to_rung <= self.from_rung:
            raise Refused(
                f"越级只能向上：不能从{self.from_rung.label}交到{self.skip.to_rung.label}。"
            )

    @property
    def words(self) -> str:
        """What it speaks of, for whoever wrote it: 网格员 0507."""
        return _words(self.from_rung.label, self.category, self.urgency)


@dataclass(frozen=True)
class Settings:
    """Numbers of the flows in domain handbook 4.4 and 4.5; each place sets its own.

    rating_days: silence after which an answered case closes. reporter_reminder_h, reporter_wait_days: a question to
    the reporter. reopen_days: how long "not solved" is accepted. urge_per_days: one urging in so many days.
    open_tells: roles told at once when an urgent or emergency case is opened.
    """

    rating_days: int = 7
    reporter_reminder_h: int = 24
    reporter_wait_days: int = 3
    max_extensions: int = 2
    max_send_backs: int = 2
    reopen_days: int = 15
    urge_per_days: int = 1
    quiet_hours: QuietHours = field(default_factory=QuietHours)
    open_tells: Mapping[Urgency, tuple[Role, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Policy:
    """What a case freezes when it is opened: keep `version` and `calendar.version` to find it again.

    The most specific rule wins: one that names the urgency before one that does not, then the leaf before its class
    before ANY. Urgency weighs more, so that an emergency is never slowed by its category.
    """

    version: int
    categories: Mapping[str, CategoryFacts]
    limits: tuple[LimitRule, ...]
    skips: tuple[SkipRule, ...]
    calendar: WorkCalendar
    hours: Hours = field(default_factory=Hours)
    settings: Settings = field(default_factory=Settings)

    def category(self, code: str) -> CategoryFacts:
        """Return a leaf or a class. Raises NotThere if this version does not know the code."""
        try:
            return self.categories[code]
        except KeyError:
            raise NotThere(_("没有编号为“%(code)s”的事项类别，请重新选择。"), code=code) from None

    @cached_property
    def leaves(self) -> tuple[CategoryFacts, ...]:
        """The categories a case can have, by code."""
        return tuple(self.categories[code] for code in sorted(self.categories) if len(code) == 4)

    def limit(self, step: Step, rung: Rung, category: str, urgency: Urgency) -> Limit | None:
        """Return the limit of a step, None if the step has none there (or no rule speaks of it)."""
        rule = _first_fitting(self._limits_of.get((step, rung), ()), category, urgency)
        return rule.limit if rule else None

    def skip(self, category: str, urgency: Urgency, rung: Rung) -> Skip | None:
        """Return the jump that leads on from a rung, None if the next rung follows."""
        rule = _first_fitting(self._skips_of.get(rung, ()), category, urgency)
        return rule.skip if rule else None

    def next_rung(self, rung: Rung, category: str, urgency: Urgency) -> Rung | None:
        """Return the rung a case moves up to, skips applied; None at the top of the ladder."""
        skip = self.skip(category, urgency, rung)
        return skip.to_rung if skip else rung.above

    def first_rung(self, category: str, urgency: Urgency) -> Rung:
        """Return the rung a new case begins on. An emergency begins with the officer, who is nearest."""
        return Rung.OFFICER if urgency is Urgency.EMERGENCY else self.category(category).first_rung

    def told_at_once(self, urgency: Urgency) -> tuple[Role, ...]:
        """The roles told when a case of this urgency is opened, besides its holder."""
        return self.settings.open_tells.get(urgency, ())

    @cached_property
    def _limits_of(self) -> Mapping[tuple[Step, Rung], list[LimitRule]]:
        of: dict[tuple[Step, Rung], list[LimitRule]] = {}
        for rule in _most_specific_first(self.limits):
            of.setdefault((rule.step, rule.rung), []).append(rule)
        return of

    @cached_property
    def _skips_of(self) -> Mapping[Rung, list[SkipRule]]:
        of: dict[Rung, list[SkipRule]] = {}
        for rule in _most_specific_first(self.skips):
            of.setdefault(rule.from_rung, []).append(rule)
        return of


R = TypeVar("R", LimitRule, SkipRule)


def _most_specific_first(rules: Iterable[R]) -> list[R]:
    """Of equals the one said first stays the first."""
    return sorted(rules, key=lambda rule: (rule.urgency is None, -len(rule.category)))


def _first_fitting(rules: Iterable[R], category: str, urgency: Urgency) -> R | None:
    for rule in rules:
        if rule.urgency in (None, urgency) and category.startswith(rule.category):
            return rule
    return None


def _words(place: str, category: str, urgency: Urgency | None) -> str:
    return " ".join(filter(None, [place, category, urgency and urgency.label]))


def missing_limits(limits: Iterable[LimitRule]) -> Iterator[tuple[Step, Rung]]:
    """Name the steps a ladder forgets: each step on each rung needs a rule for any category and urgency."""
    said = {(rule.step, rule.rung) for rule in limits if rule.category == ANY and not rule.urgency}
    return ((step, rung) for step in Step for rung in Rung if (step, rung) not in said)
