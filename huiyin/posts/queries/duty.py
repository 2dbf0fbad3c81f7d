"""Who is on duty at a place, now and in the next weeks."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from huiyin.people.models import Incumbency, Person
from huiyin.people.rules import Role
from huiyin.posts.models import Shift
from huiyin.territory.rules import paths_above

SHOWN = timedelta(days=31)
MOST = 400


class OnDuty(NamedTuple):
    """Somebody on duty. phone: the public number of the place that has the roster; empty where it has none."""

    name: str
    place: str
    phone: str
    from_at: datetime
    to_at: datetime


def on_duty(path: str, *, at: datetime) -> list[OnDuty]:
    """Who is on duty for a place: by its own roster, else by that of the nearest place above. One query."""
    rows = Shift.objects.filter(
        place__path__in=paths_above(path), from_at__lte=at, to_at__gt=at
    ).select_related("place", "person")
    found = sorted(rows, key=lambda row: (-len(row.place.path), row.from_at, row.pk))
    nearest = [row for row in found if row.place_id == found[0].place_id]
    return [
        OnDuty(row.person.name, row.place.name, row.place.phone, row.from_at, row.to_at)
        for row in nearest
    ]


def roster(place_id: int, *, at: datetime) -> list[Shift]:
    """The shifts of a place that run or come within a month, in order. One query."""
    rows = Shift.objects.filter(place_id=place_id, to_at__gt=at, from_at__lt=at + SHOWN)
    return list(rows.select_related("person").order_by("from_at", "id")[:MOST])


def clashing(person_ids: Iterable[int], *, first: datetime, last: datetime) -> list[Shift]:
    """What these people are on duty for in a time already, anywhere. One query."""
    rows = Shift.objects.filter(person_id__in=set(person_ids), from_at__lt=last, to_at__gt=first)
    return list(rows.select_related("person", "place"))


def duty_staff(path: str, *, at: datetime) -> list[Person]:
    """Who may be put on a roster of a place: its staff, there and below. One query."""
    staff = [role.value for role in Role if role.is_staff]
    held = Incumbency.objects.filter(
        post__node__path__startswith=path, post__role__in=staff, from_at__lte=at
    ).exclude(to_at__lte=at)
    return list(
        Person.objects.filter(id__in=held.values("person_id")).order_by("name", "id")[:MOST]
    )
