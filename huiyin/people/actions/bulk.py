"""Writing people and posts many at a time, as a pack does; what stands already stays. No ledger entry a row."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.crypto import lookup_hash
from huiyin.ground.packs.actions import Written, write_rows
from huiyin.lib.refusal import Conflict
from huiyin.people.models import (
    Account,
    Household,
    HouseholdMember,
    Incumbency,
    Person,
    Post,
    PostArea,
)
from huiyin.people.rules import Role


class PersonFacts(NamedTuple):
    key: str
    name: str
    is_synthetic: bool
    phone: str = ""
    born_on: date | None = None
    is_elder_mode: bool = False


class PostDescription(NamedTuple):
    key: str
    role: Role
    node_id: int
    title: str
    call_name: str = ""
    phone: str = ""
    area_ids: Sequence[int] = ()


class HomeKey(NamedTuple):
    """What tells one household from another; dwelling_id is None where people only are registered."""

    grid_id: int
    dwelling_id: int | None
    label: str


class Membership(NamedTuple):
    household_id: int
    person_id: int
    is_living_here: bool = True


@transaction.atomic
def write_persons(facts: Sequence[PersonFacts], *, now: datetime) -> Written[str, Person]:
    """Write persons by key. How somebody has set their own pages since is kept."""
    wanted = {person.key: _person_values(person) for person in facts}
    existing = {
        person.key: person for person in Person.objects.filter(key__in=wanted) if person.key
    }
    first = {"locale": "zh-hans", "created_at": now}
    modes = {person.key: {"elder_mode": person.is_elder_mode} for person in facts}
    rows = {
        key: values if key in existing else {**values, **first, **modes[key]}
        for key, values in wanted.items()
    }
    return write_rows(Person.objects, rows, existing=existing)


def _person_values(person: PersonFacts) -> dict[str, Any]:
    return {
        "key": person.key,
        "name": person.name,
        "is_synthetic": person.is_synthetic,
        "phone": person.phone,
        "phone_hash": lookup_hash(person.phone) if person.phone else "",
        "born_on": person.born_on,
    }


@transaction.atomic
def write_posts(descriptions: Iterable[PostDescription]) -> Written[str, Post]:
    """Write posts by key, with the places they look after."""
    wanted = {post.key: post for post in descriptions}
    existing = {post.key: post for post in Post.objects.filter(key__in=wanted)}
    rows = {
        key: {
            "key": key,
            "role": post.role.value,
            "node_id": post.node_id,
            "title": post.title,
            "call_name": post.call_name,
            "phone": post.phone,
        }
        for key, post in wanted.items()
    }
    written = write_rows(Post.objects, rows, existing=existing)
    moved = _write_areas({written.rows[key].id: post.area_ids for key, post in wanted.items()})
    for key in [key for key in written.same if written.rows[key].id in moved]:
        written.same.remove(key)
        written.changed.append(key)
    return written


def _write_areas(wanted: Mapping[int, Sequence[int]]) -> set[int]:
    """Give each post exactly these places. Returns the posts for which that was a change."""
    standing = {(row.post_id, row.node_id) for row in PostArea.objects.filter(post_id__in=wanted)}
    named = {(post_id, node_id) for post_id, nodes in wanted.items() for node_id in nodes}
    for post_id, node_id in standing - named:
        PostArea.objects.filter(post_id=post_id, node_id=node_id).delete()
    PostArea.objects.bulk_create(
        PostArea(post_id=post_id, node_id=node_id) for post_id, node_id in sorted(named - standing)
    )
    return {post_id for post_id, _node_id in standing ^ named}


@transaction.atomic
def staff_new_posts(
    holders: Mapping[Post, Sequence[int]], *, from_at: datetime
) -> list[Incumbency]:
    """Put the first holders on posts that nobody ever held; who holds the others is no longer the pack's affair."""
    held = set(Incumbency.objects.filter(post__in=holders).values_list("post_id", flat=True))
    return Incumbency.objects.bulk_create(
        Incumbency(
            post=post,
            person_id=person_id,
            from_at=from_at,
            is_exclusive=Role(post.role).is_exclusive,
        )
        for post, person_ids in holders.items()
        if post.id not in held
        for person_id in person_ids
    )


@transaction.atomic
def write_accounts(usernames: Mapping[int, str]) -> list[Account]:
    """Give persons (id: username) an account without a password, where they have none. Returns the new ones.

    Raises Conflict when a username belongs to somebody else.
    """
    have = set(Account.objects.filter(person_id__in=usernames).values_list("person_id", flat=True))
    new = {username for person_id, username in usernames.items() if person_id not in have}
    taken = Account.objects.filter(username__in=new).values_list("username", flat=True).first()
    if taken is not None:
        raise Conflict(_("用户名“%s”已经属于别人。") % taken)
    return Account.objects.bulk_create(
        Account(person_id=person_id, username=username, password=make_password(None))
        for person_id, username in usernames.items()
        if person_id not in have
    )


@transaction.atomic
def write_households(
    wanted: Mapping[HomeKey, int | None],
) -> Written[HomeKey, Household]:
    """Write households by place; the value is the micro-grid's id."""
    grids = {home.grid_id for home in wanted}
    existing = {
        HomeKey(home.grid_id, home.dwelling_id, home.label): home
        for home in Household.objects.filter(grid_id__in=grids)
    }
    rows = {
        home: {**home._asdict(), "micro_grid_id": micro_grid_id}
        for home, micro_grid_id in wanted.items()
    }
    return write_rows(Household.objects, rows, existing=existing)


@transaction.atomic
def write_members(
    wanted: Sequence[Membership], *, from_at: datetime
) -> Written[tuple[int, int], HouseholdMember]:
    """Note who lives, or is registered, in which household; those who moved out since stay out."""
    households = {member.household_id for member in wanted}
    existing = {
        (row.household_id, row.person_id): row
        for row in HouseholdMember.objects.filter(household_id__in=households)
    }
    rows = {
        (member.household_id, member.person_id): _member_values(member, from_at)
        for member in wanted
    }
    kept = {key: values for key, values in rows.items() if key not in existing}
    same = {key: existing[key] for key in rows if key in existing}
    written = write_rows(HouseholdMember.objects, kept, existing={})
    return Written({**written.rows, **same}, written.new, [], list(same))


def _member_values(member: Membership, from_at: datetime) -> dict[str, Any]:
    return {
        "household_id": member.household_id,
        "person_id": member.person_id,
        "is_living_here": member.is_living_here,
        "is_registered_here": True,
        "from_at": from_at,
    }
