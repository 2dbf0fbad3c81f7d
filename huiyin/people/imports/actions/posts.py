"""Posts and who holds them. A post that somebody else holds is handed over by a person, never by a file."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zlib import crc32

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_noop as _

from huiyin.ground.crypto import lookup_hash, lookup_hashes
from huiyin.ground.imports import Change, Fact, File, Plan, Standing, What, WrongCell
from huiyin.ground.imports.rules import Claim, Trail
from huiyin.ground.sheets.rules import plain
from huiyin.lib.refusal import Refused
from huiyin.lib.times import local
from huiyin.people.imports.words import (
    AREAS,
    HOLDER,
    HOLDER_PHONE,
    OFFICE_PHONE,
    PLACE,
    TITLE,
    name_of,
    phone_of,
    role_of,
)
from huiyin.people.models import Incumbency, Person, Post, PostArea
from huiyin.people.rules import Role, masked_name
from huiyin.territory import queries as territory
from huiyin.territory.imports.words import check_within, code_of, code_of_place, short, unknown_code
from huiyin.territory.models import Node
from huiyin.territory.rules import is_within

SEPARATORS = re.compile(r"[、，,;；\s]+")
PostKey = tuple[str, str, str]  # code of the node, role, title where a place may have several


@dataclass(frozen=True)
class Found:
    nodes: Mapping[str, Node]
    posts: Mapping[PostKey, Post]
    holders: Mapping[int, Sequence[Person]]
    left: Mapping[int, Sequence[Incumbency]]  # terms that are over, the last one first
    areas: Mapping[str, int]  # code of a place → the post that looks after it
    persons: Mapping[tuple[str, str], Person]


class Posts:
    tables = (Person, Post, PostArea, Incumbency)

    def read(self, cells: Mapping[str, str], _file: File) -> Fact:
        role, place = role_of(cells["role"]), code_of_place(cells["place"], PLACE)
        title = short(cells.get("title", ""), 64, TITLE)
        values: dict[str, Any] = {"role": role.value, "place": place, "title": title}
        if "phone" in cells:
            values["phone"] = short(plain(cells["phone"]), 32, OFFICE_PHONE)
        if "areas" in cells:
            values["areas"] = sorted(map(code_of, filter(None, SEPARATORS.split(cells["areas"]))))
        if "holder" in cells:
            values["holder"] = name_of(cells["holder"], HOLDER)
        if "holder_phone" in cells:
            values["holder_phone"] = phone_of(cells["holder_phone"], HOLDER_PHONE)
        key = "|".join(_key(values))
        claims = [Claim(key, f"{place} {role.label}", f"{title}|{values.get('phone', '')}")]
        if role.is_exclusive:
            claims.append(Claim(f"holder|{key}", f"{place} {role.label}", _holder_key(values)))
        claims += [Claim(f"area|{code}", code, key) for code in values.get("areas", ())]
        return Fact(f"{key}|{_holder_key(values)}", values, tuple(claims))

    def plan(self, facts: Mapping[int, Fact], file: File) -> Plan:
        found = _found([fact.values for fact in facts.values()])
        plan = Plan(found)
        for row, fact in facts.items():
            try:
                _check(fact.values, found, file)
            except Refused as refusal:
                plan.refuse(row, refusal)
                continue
            plan.changes[row] = _change(fact.values, found)
        return plan

    def write(self, facts: Mapping[int, Fact], plan: Plan, trail: Trail, *, now: datetime) -> None:
        found: Found = plan.found
        posts = _write_posts(facts, found, trail)
        _write_areas(facts, found, posts, trail)
        _write_holders(facts, found, posts, trail, now)

    def standing(self, scopes: Iterable[str]) -> Iterator[Standing]:
        """A file of posts speaks of those it names alone."""
        return iter(())

    def end(self, ids: Sequence[int], trail: Trail, *, now: datetime) -> None:
        raise TypeError("a post does not end because a file leaves it out")

    def settle(self, put_back: Sequence[object], *, now: datetime) -> None:
        """Nobody keeps these rows in memory."""


def _key(values: Mapping[str, Any]) -> PostKey:
    title = "" if Role(values["role"]).is_single else values["title"]
    return values["place"], values["role"], title


def _holder_key(values: Mapping[str, Any]) -> str:
    return f"{values.get('holder', '')}|{values.get('holder_phone', '')}"


def _found(said: Sequence[Mapping[str, Any]]) -> Found:
    codes = {values["place"] for values in said}
    areas = {code for values in said for code in values.get("areas", ())}
    nodes = territory.nodes_by_code(codes | areas)
    standing = Post.objects.filter(node__code__in=codes).select_related("node")
    posts = {
        (post.node.code, post.role, "" if Role(post.role).is_single else post.title): post
        for post in standing.order_by("-id")
    }
    holders: dict[int, list[Person]] = defaultdict(list)
    ids = [post.id for post in posts.values()]
    left: dict[int, list[Incumbency]] = defaultdict(list)
    terms = Incumbency.objects.filter(post_id__in=ids).select_related("person")
    # whoever holds a post until the end of a term holds it, too
    terms = terms.annotate(has_left=ExpressionWrapper(Q(to_at__lte=Now()), BooleanField()))
    for row in terms.defer("person__phone").order_by("-to_at"):
        if row.has_left:
            left[row.post_id].append(row)
        else:
            holders[row.post_id].append(row.person)
    hashes = {
        number
        for values in said
        if "holder_phone" in values
        for number in lookup_hashes(values["holder_phone"])
    }
    known = Person.objects.filter(phone_hash__in=hashes).defer("phone").order_by("-id")
    over = PostArea.objects.filter(node__code__in=areas).values_list("node__code", "post_id")
    persons = {(person.phone_hash, person.name): person for person in known}
    return Found(nodes, posts, holders, left, dict(over), persons)


def _check(values: Mapping[str, Any], found: Found, file: File) -> None:
    """Raises WrongCell for a place that is unknown or not the bringer's, and for a post that somebody else holds."""
    check_within(values["place"], file, PLACE)
    node = found.nodes.get(values["place"])
    if node is None:
        raise unknown_code(PLACE, values["place"])
    post = found.posts.get(_key(values))
    for code in values.get("areas", ()):
        area = found.nodes.get(code)
        if area is None or not is_within(area.path, node.path):
            raise WrongCell(
                AREAS, _("“%(code)s”不在“%(node)s”内。请核对编码。"), code=code, node=node.name
            )
        if found.areas.get(code, post and post.id) != (post and post.id):
            raise WrongCell(AREAS, _("“%(code)s”已经由别的岗位分管，请先在那里去掉。"), code=code)
    if post is not None and "holder" in values:
        _check_holder(values, post, found)


def _check_holder(values: Mapping[str, Any], post: Post, found: Found) -> None:
    """Raises WrongCell for somebody who left: the table is older than the site; and for a post that is another's."""
    present = found.holders.get(post.id, ())
    if _holder(values, present) is not None:
        return
    for term in found.left.get(post.id, ()):
        if _holder(values, [term.person]) is not None and term.to_at is not None:
            raise WrongCell(
                HOLDER,
                _(
                    "这个人已在 %(day)s 离开这个岗位，表里可能还是旧的：请改成现在任职的人，或把任职人留空；确实回来任职的，请在岗位页面办理。"
                ),
                day=local(term.to_at).date().isoformat(),
            )
    if present and Role(post.role).is_exclusive:
        raise WrongCell(HOLDER, _("这个岗位现在由别人担任。请先办理离岗交接，再导入接任的人。"))


def _holder(values: Mapping[str, Any], present: Iterable[Person]) -> Person | None:
    """The one among those present who is meant: by name, and by number where both have one."""
    hashes = lookup_hashes(values["holder_phone"]) if "holder_phone" in values else []
    for person in present:
        is_named = person.name == values["holder"]
        if is_named and (not hashes or not person.phone_hash or person.phone_hash in hashes):
            return person
    return None


def _change(values: Mapping[str, Any], found: Found) -> Change:
    role, holder = Role(values["role"]), values.get("holder", "")
    place = found.nodes[values["place"]].name
    label = " ".join(filter(None, (values["title"] or place + role.label, masked_name(holder))))
    post = found.posts.get(_key(values))
    if post is None:
        return Change(What.NEW, label)
    details = [
        (column, getattr(post, name), values[name])
        for name, column in (("title", TITLE), ("phone", OFFICE_PHONE))
        if values.get(name) and values[name] != getattr(post, name)
    ]
    new_areas = [code for code in values.get("areas", ()) if code not in found.areas]
    if new_areas:
        details.append((AREAS, "", "、".join(new_areas)))
    if holder and _holder(values, found.holders.get(post.id, ())) is None:
        details.append((HOLDER, "", masked_name(holder)))
    return Change(What.CHANGED if details else What.SAME, label, tuple(details))


def _write_posts(facts: Mapping[int, Fact], found: Found, trail: Trail) -> dict[PostKey, Post]:
    """The posts of the rows by key, those that were missing made."""
    posts = dict(found.posts)
    new: dict[int, Post] = {}
    for row, fact in facts.items():
        values, key = fact.values, _key(fact.values)
        said = {name: values[name] for name in ("title", "phone") if values.get(name)}
        if key in posts:
            if posts[key] not in new.values():
                trail.change(posts[key], said)
            continue
        node, role = found.nodes[values["place"]], Role(values["role"])
        title = values["title"] or f"{node.name}{role.label}"
        posts[key] = new[row] = Post(
            key=_slug(key), role=role.value, node=node, title=title, phone=values.get("phone", "")
        )
    trail.create(Post, list(new.values()), list(new))
    return posts


def _slug(key: PostKey) -> str:
    """officer_379901001201z001, and a number behind it where a place may have several."""
    code, role, title = key
    return f"{role}_{code}".lower() + (f"_{crc32(title.encode()):08x}" if title else "")


def _write_areas(
    facts: Mapping[int, Fact], found: Found, posts: Mapping[PostKey, Post], trail: Trail
) -> None:
    new: dict[str, tuple[int, PostArea]] = {}
    for row, fact in facts.items():
        for code in fact.values.get("areas", ()):
            if code not in found.areas and code not in new:
                area = PostArea(post=posts[_key(fact.values)], node=found.nodes[code])
                new[code] = (row, area)
    trail.create(
        PostArea, [area for _unit, area in new.values()], [unit for unit, _a in new.values()]
    )


def _write_holders(
    facts: Mapping[int, Fact],
    found: Found,
    posts: Mapping[PostKey, Post],
    trail: Trail,
    now: datetime,
) -> None:
    persons: dict[tuple[str, str], Person] = dict(found.persons)
    new: dict[int, Person] = {}
    terms: dict[int, Incumbency] = {}
    for row, fact in facts.items():
        values, post = fact.values, posts[_key(fact.values)]
        if "holder" not in values or _holder(values, found.holders.get(post.id, ())):
            continue
        number = values.get("holder_phone", "")
        key = (lookup_hash(number) if number else f"{row}", values["holder"])
        if key not in persons:
            persons[key] = new[row] = Person(
                name=values["holder"],
                phone=number,
                phone_hash=lookup_hash(number) if number else "",
                created_at=now,
            )
        is_exclusive = Role(post.role).is_exclusive
        terms[row] = Incumbency(
            post=post, person=persons[key], from_at=now, is_exclusive=is_exclusive
        )
    trail.create(Person, list(new.values()), list(new))
    trail.create(Incumbency, list(terms.values()), list(terms))
