"""Visits, and the households and organisations that a viewer may call on."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from huiyin.lib.refusal import NotThere
from huiyin.people.models import Household
from huiyin.people.rules import Viewer
from huiyin.territory.queries.places import within_any
from huiyin.visits.models import Organisation, Visit
from huiyin.visits.rules import Reason, door_paths

MOST = 200


def households(viewer: Viewer) -> QuerySet[Household]:
    """The households at the doors the viewer's posts go to: those of a grid, or of a micro-grid alone."""
    paths = door_paths(viewer)
    at_doors = within_any("grid__path", paths) | within_any("micro_grid__path", paths)
    return Household.objects.filter(at_doors)


def access_household(viewer: Viewer, household_id: int) -> Household:
    """With grid, micro-grid and dwelling. Raises NotThere for an unknown one and for one of others, alike."""
    related = households(viewer).select_related("grid", "micro_grid", "dwelling")
    found = related.filter(id=household_id).first()
    if found is None:
        raise NotThere("没有找到这一户，或者不在您的片区。")
    return found


def access_organisation(viewer: Viewer, organisation_id: int) -> Organisation:
    """With its grid. Raises NotThere."""
    mine = Organisation.objects.filter(within_any("grid__path", door_paths(viewer)))
    found = mine.select_related("grid").filter(id=organisation_id, closed_on=None).first()
    if found is None:
        raise NotThere("没有找到这个单位，或者不在您的片区。")
    return found


def visible(viewer: Viewer) -> QuerySet[Visit]:
    """The visits of the viewer's posts, and those at doors the viewer's posts go to."""
    return Visit.objects.filter(
        Q(holder__in=viewer.post_ids) | within_any("area", door_paths(viewer))
    )


def access_visit(viewer: Viewer, visit_id: int) -> Visit:
    """With whom it calls on and who holds it. Raises NotThere."""
    related = visible(viewer).select_related("household__grid", "organisation__grid", "holder")
    found = related.filter(id=visit_id).first()
    if found is None:
        raise NotThere("没有找到这次走访，或者不在您的片区。")
    return found


def open_of(post_ids: Collection[int]) -> QuerySet[Visit]:
    """What posts still have to do, the first due on top: also what a hand-over moves."""
    return Visit.objects.filter(holder__in=post_ids, ended_at=None).order_by("due_at", "id")


def to_do(viewer: Viewer) -> list[Visit]:
    """The open visits of the posts that the viewer acts for. One query."""
    related = open_of(viewer.post_ids).select_related("household", "organisation", "holder")
    return list(related[:MOST])


def visits_of(household_id: int) -> list[Visit]:
    """Every visit at a household, the newest first."""
    rows = Visit.objects.filter(household_id=household_id).select_related("holder", "done_by_post")
    return list(rows.order_by("-id")[:MOST])


def waiting_at(household_ids: Iterable[int]) -> dict[int, int]:
    """The open visits to have these households join, by household."""
    rows = Visit.objects.filter(
        household__in=set(household_ids), reason=Reason.COVERAGE.value, ended_at=None
    )
    return {
        household_id: pk
        for household_id, pk in rows.values_list("household_id", "pk")
        if household_id
    }


def waiting_at_organisations(organisation_ids: Iterable[int]) -> dict[int, int]:
    """The same for organisations."""
    rows = Visit.objects.filter(
        organisation__in=set(organisation_ids), reason=Reason.COVERAGE.value, ended_at=None
    )
    found = rows.values_list("organisation_id", "pk")
    return {organisation_id: pk for organisation_id, pk in found if organisation_id}
