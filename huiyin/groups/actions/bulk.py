"""Groups of a pack: written whole, found again by key, told to the ledger by their numbers."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet

from huiyin.ground.ledger.actions import CLOCK
from huiyin.groups.actions.desk import record
from huiyin.groups.actions.running import open_group
from huiyin.groups.models import Group, GroupSettings, KindText, Member
from huiyin.groups.rules import GroupKind
from huiyin.groups.rules.health import Thresholds
from huiyin.people.models import HouseholdMember
from huiyin.territory.rules import NodeKind

Became = Literal["new", "changed", "same"]


@dataclass(frozen=True)
class GroupSpec:
    """A group as a pack names it."""

    key: str
    kind: GroupKind
    name: str
    node_id: int
    owner_post_id: int
    purpose: str
    rules_text: str
    join_code: str | None


def write_group(spec: GroupSpec, *, now: datetime) -> tuple[Group, Became]:
    """Open the group, or bring it up to what the pack says. An empty purpose, rules or code leaves what is there."""
    there = Group.objects.select_related("node").filter(key=spec.key).first()
    if there is None:
        return open_group(**asdict(spec), by=CLOCK, now=now), "new"
    wanted = {name: value for name, value in asdict(spec).items() if value or name == "name"}
    changed = [name for name, value in wanted.items() if getattr(there, name) != value]
    if not changed:
        return there, "same"
    for name in changed:
        setattr(there, name, wanted[name])
    there.save(update_fields=changed)
    record("group.changed", there, by=CLOCK, at=now, data={"fields": changed})
    fill_with_posts(there, [spec.owner_post_id], now=now)
    return Group.objects.select_related("node").get(pk=there.pk), "changed"


def write_settings(limits: Thresholds, *, now: datetime) -> Became:
    """Put the limits of a place into force under their version."""
    if GroupSettings.objects.filter(version=limits.version, **limits.numbers()).exists():
        return "same"
    _row, is_new = GroupSettings.objects.update_or_create(
        version=limits.version, defaults={**limits.numbers(), "at": now}
    )
    return "new" if is_new else "changed"


def write_kind_text(kind: GroupKind, *, purpose: str, rules_text: str) -> Became:
    """Set what new groups of a kind begin with."""
    text = {"purpose": purpose, "rules_text": rules_text}
    if KindText.objects.filter(kind=kind, **text).exists():
        return "same"
    _row, is_new = KindText.objects.update_or_create(kind=kind, defaults=text)
    return "new" if is_new else "changed"


def fill_with_posts(group: Group, post_ids: Iterable[int], *, now: datetime) -> int:
    """Bring posts into a group that never were in it. Returns how many."""
    known = set(
        Member.objects.filter(group=group, post__isnull=False).values_list("post_id", flat=True)
    )
    fresh = [post_id for post_id in dict.fromkeys(post_ids) if post_id not in known]
    Member.objects.bulk_create(
        Member(group=group, post_id=post_id, joined_at=now) for post_id in fresh
    )
    return _told(group, len(fresh), "posts", now)


def fill_with_households(group: Group, *, in_100: int, now: datetime) -> int:
    """Bring made-up residents of the group's place into it. Returns how many.

    Everybody the pack names is in; of the other households `in_100` of 100 have one member each, always the same ones.
    Who was in the group before, and left, is not brought back.
    """
    rows = list(_residents(group))
    known = set(
        Member.objects.filter(group=group, person__isnull=False).values_list("person_id", flat=True)
    )
    # keys of people a pack makes up begin with the code of their place, those it names with a letter
    named = [row for row in rows if row.person.key and row.person.key[0].isalpha()]
    represented = {row.household_id for row in named}
    speakers = {row.household_id: row for row in reversed(rows)}  # the first of each household
    drawn = [
        row
        for household_id, row in sorted(speakers.items())
        if household_id not in represented and _draw(group, row) < in_100
    ]
    members = [
        Member(
            group=group,
            person_id=row.person_id,
            household_id=row.household_id,
            label=row.household.label[:60],
            joined_at=now,
            read_seq=group.last_seq,
        )
        for row in _once(named + drawn)
        if row.person_id not in known
    ]
    Member.objects.bulk_create(members, batch_size=2_000)
    return _told(group, len(members), "households", now)


def _residents(group: Group) -> QuerySet[HouseholdMember]:
    node = group.node
    here = Q(household__grid__path__startswith=node.path)
    if node.kind == NodeKind.MICRO_GRID:
        here = Q(household__micro_grid=node)
    rows = HouseholdMember.objects.filter(here, to_at=None, person__is_synthetic=True)
    return rows.select_related("person", "household").order_by("id")


def _once(rows: Sequence[HouseholdMember]) -> list[HouseholdMember]:
    return list({row.person_id: row for row in reversed(rows)}.values())[::-1]


def _draw(group: Group, row: HouseholdMember) -> int:
    """A number from 0 to 99 that is the same at each import, whatever the ids."""
    seed = f"{group.key} {row.household.label} {row.person.key}"
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4]) % 100


def _told(group: Group, count: int, what: str, now: datetime) -> int:
    if count:
        record("group.filled", group, by=CLOCK, at=now, data={"members": count, "of": what})
    return count
