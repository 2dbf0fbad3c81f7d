"""Whom a newcomer may play in the demo: chosen from what the pack brought, not by name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role

if TYPE_CHECKING:
    from huiyin.people.models import HouseholdMember

MOST_RESIDENTS = 4

LADDER = (
    Role.OFFICER,
    Role.AREA_CADRE,
    Role.SECRETARY,
    Role.STREET_GRID_CENTRE,
    Role.COUNTY_COMMAND,
)
NEARBY = (Role.MICRO_GRID_HEAD, Role.PROFESSIONAL)

TRY_FIRST = {
    Role.OFFICER: _("看“等您回音”里最早的一条：当场答复，或者一键转成一件事。"),
    Role.AREA_CADRE: _("看网格员交上来的事，协调后写下结果。"),
    Role.SECRETARY: _("看 24 小时内要办的事，批准一次延期，再看看哪个群没人说话。"),
    Role.STREET_GRID_CENTRE: _("看两个工作日内要办的事，裁定该由谁承办。"),
    Role.COUNTY_COMMAND: _("按街道、状态、时限筛选全县的事，打开一件看它走过的每一步。"),
    Role.MICRO_GRID_HEAD: _("看本微网格的群，帮邻居登记一件事。"),
    Role.PROFESSIONAL: _("到群里看看谁点了您的名，回答一个问题。"),
}
TRY_AS_RESIDENT = _("打开群看看邻居在说什么，再到“我的事”看一件事走到了哪里，或者自己说一件事。")


@dataclass(frozen=True)
class Part:
    """One person to play. what: their post or their home. is_elder: pages open in elder mode."""

    person_id: int
    name: str
    what: str
    try_first: str
    is_elder: bool = False


@dataclass(frozen=True)
class Cast:
    """residents, staff: one for each role, with what to try. everybody: all others who may be played, by their words."""

    residents: Sequence[Part]
    staff: Sequence[Part]
    everybody: Sequence[tuple[int, str]] = ()


def cast(*, now: datetime) -> Cast:
    """Residents of the liveliest grid, and everybody on the ladder above them."""
    members = people.named_synthetic_residents(at=now)
    if not members:
        return Cast((), ())
    grid_id, _count = Counter(each.household.grid_id for each in members).most_common(1)[0]
    near = [each for each in members if each.household.grid_id == grid_id]
    posts = _posts(grid_id, near[0].household.grid.path)
    return Cast(_residents(near), tuple(_staff(posts, now)), tuple(_everybody(members, now)))


def _everybody(members: Iterable["HouseholdMember"], now: datetime) -> Iterator[tuple[int, str]]:
    for held in people.named_synthetic_staff(at=now):
        yield held.person_id, f"{held.person.name} · {held.post.title}"
    for each in members:
        home = each.household
        yield each.person_id, f"{each.person.name} · {home.grid.name} {home.label}"


def _residents(members: Iterable["HouseholdMember"]) -> Sequence[Part]:
    """One in elder mode, then others."""
    parts = [
        Part(
            person_id=each.person_id,
            name=each.person.name,
            what=each.household.label,
            try_first=gettext(TRY_AS_RESIDENT),
            is_elder=each.person.elder_mode,
        )
        for each in members
    ]
    elders = [part for part in parts if part.is_elder][:1]
    others = [part for part in parts if not part.is_elder][: MOST_RESIDENTS - len(elders)]
    return [*others, *elders]


def _posts(grid_id: int, path: str) -> Iterator[PostFacts]:
    ladder = people.responsible_posts(roles=LADDER, node_id=grid_id)
    yield from (ladder[role] for role in LADDER if role in ladder)
    near = [*people.posts_below(path, roles=NEARBY), *people.callable_posts(path)]
    for role in NEARBY:
        yield from [post for post in near if post.role is role][:1]


def _staff(posts: Iterable[PostFacts], now: datetime) -> Iterator[Part]:
    for post in posts:
        person = people.staff_person(post.id, now)
        if person is not None and person.is_synthetic:
            yield Part(person.id, person.name, post.title, gettext(TRY_FIRST[post.role]))
