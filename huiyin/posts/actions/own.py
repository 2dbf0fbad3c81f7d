"""What this floor itself holds of a post and its holder: leaves, shifts on the roster, other plans."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from huiyin.lib.words import gettext_noop as _
from huiyin.people.actions import withdraw_substitute
from huiyin.people.rules import PostFacts
from huiyin.posts.actions.passing import Holding, Passing
from huiyin.posts.models import Leave, Shift
from huiyin.posts.rules import Held
from huiyin.territory.rules import is_within

LEAVES = _("本人的请假和替岗安排")
SHIFTS = _("排好的值班")


def told(holding: Holding) -> Sequence[Held]:
    if holding.person_id is None:
        return []
    return [
        Held(
            LEAVES,
            _leaves(holding.post.id, holding.person_id, holding.at).count(),
            is_personal=True,
        ),
        Held(SHIFTS, len(_shifts(holding.post, holding.person_id, holding.at)), is_personal=True),
    ]


def moved(passing: Passing) -> Sequence[Held]:
    """A leave is the person's, so the substitute goes with it; a shift at the post's place is the successor's."""
    if passing.from_person_id is None:
        return []
    away = list(_leaves(passing.post.id, passing.from_person_id, passing.now))
    for leave in away:
        end(leave, passing)
    shifts = _shifts(passing.post, passing.from_person_id, passing.now)
    for shift in shifts:
        _pass_on(shift, passing)
    return [Held(LEAVES, len(away), is_personal=True), Held(SHIFTS, len(shifts), is_personal=True)]


def left(passing: Passing) -> Sequence[Held]:
    if passing.from_person_id is None:
        return []
    leaves = _leaves(passing.post.id, passing.from_person_id, passing.now).count()
    shifts = len(_shifts(passing.post, passing.from_person_id, passing.now))
    return [Held(LEAVES, leaves, is_personal=True), Held(SHIFTS, shifts, is_personal=True)]


def end(leave: Leave, passing: Passing) -> None:
    substitute_id = leave.substitute_id
    leave.ended_at = passing.now
    leave.save(update_fields=["ended_at"])
    if substitute_id is not None:
        withdraw_substitute(substitute_id=substitute_id, by=passing.by, now=passing.now)


def _leaves(post_id: int, person_id: int, at: datetime) -> QuerySet[Leave]:
    return Leave.objects.filter(
        post_id=post_id, person_id=person_id, to_at__gt=at, ended_at=None
    ).order_by("id")


def _shifts(post: PostFacts, person_id: int, at: datetime) -> list[Shift]:
    """Shifts to come, and the one that runs, at the places from which the post's own is reached: its place and above."""
    rows = Shift.objects.filter(person_id=person_id, to_at__gt=at).select_related("place")
    return [row for row in rows.order_by("from_at", "id") if is_within(post.path, row.place.path)]


def _pass_on(shift: Shift, passing: Passing) -> None:
    """To the successor; who is on that roster already, or nobody, leaves the hours free."""
    heir = passing.to_person_id
    if (
        heir is None
        or Shift.objects.filter(
            place_id=shift.place_id, person_id=heir, from_at=shift.from_at
        ).exists()
    ):
        shift.delete()
        return
    shift.person_id = heir
    shift.save(update_fields=["person"])
