"""Households and who lives in them. Who may see a household is asked by the caller's scope."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.lib.refusal import NotThere
from huiyin.people.models import Household, HouseholdMember
from huiyin.people.queries.staffing import present
from huiyin.territory.models import Node


def household(household_id: int) -> Household:
    """With its grid. Raises NotThere."""
    found = Household.objects.select_related("grid").filter(id=household_id).first()
    if found is None:
        raise NotThere("没有找到这一户。")
    return found


def households_in(grid_id: int) -> QuerySet[Household]:
    """The households of a grid in the order they were registered."""
    return Household.objects.filter(grid_id=grid_id).order_by("id")


def household_at(dwelling_id: int) -> Household | None:
    """The household of a home, the first where several share it; None when nobody is registered there."""
    homes = Household.objects.select_related("grid").filter(dwelling_id=dwelling_id)
    return homes.order_by("id").first()


def households_of(person_id: int, *, at: datetime) -> list[Household]:
    """Where the person lives, then where they are only registered; with the grids."""
    members = _members(at).filter(person_id=person_id).order_by("-is_living_here", "id")
    return [member.household for member in members.select_related("household__grid")]


def household_members(household_ids: Iterable[int], *, at: datetime) -> list[HouseholdMember]:
    """Who lives or is registered in these households, with persons and households, by household."""
    members = _members(at).filter(household_id__in=set(household_ids))
    related = members.select_related("person", "household")
    return list(related.order_by("household_id", "id"))


def named_synthetic_residents(*, at: datetime, limit: int = 200) -> list[HouseholdMember]:
    """The invented residents whom a demo pack calls by name, where they live, with person and grid, oldest first.

    Whoever fills the houses has a number for a key, and whoever holds a post is met as such.
    """
    holds_post = present(at).filter(person_id=OuterRef("person_id"))
    members = _members(at).filter(
        ~Exists(holds_post),
        is_living_here=True,
        person__is_synthetic=True,
        person__key__regex="^[a-z]",
    )
    related = members.select_related("person", "household__grid")
    return list(related.order_by("person_id")[:limit])


def _members(at: datetime) -> QuerySet[HouseholdMember]:
    return HouseholdMember.objects.filter(Q(to_at=None) | Q(to_at__gt=at), from_at__lte=at)


def living_count(area: Node, *, at: datetime) -> int:
    """How many people live in a grid or in anything above it."""
    living = _members(at).filter(is_living_here=True, household__grid__path__startswith=area.path)
    return living.values("person_id").distinct().count()


def all_homes_of(person_id: int) -> list[str]:
    """The labels of every household the person is or was a member of."""
    members = HouseholdMember.objects.filter(person_id=person_id)
    return list(members.values_list("household__label", flat=True).distinct())
