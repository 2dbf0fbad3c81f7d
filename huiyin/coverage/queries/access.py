"""Who may read which figures and which households; codes, noes and doubts by household."""

from dataclasses import dataclass
from datetime import datetime

from huiyin.coverage.models import Invitation, Refusal, Verification
from huiyin.coverage.queries.states import in_force
from huiyin.coverage.rules import tidy
from huiyin.ground.crypto import lookup_hashes
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import GroupKind
from huiyin.groups.rules.kinds import HOUSEHOLD_KINDS
from huiyin.lib.refusal import NotThere
from huiyin.people.models import Household
from huiyin.people.rules import Verb, Viewer
from huiyin.people.rules.viewer import visible_paths
from huiyin.territory import queries as territory
from huiyin.territory.models import Node
from huiyin.visits import queries as visits
from huiyin.visits.rules import door_paths, goes_to_doors

MOST = 200


def figure_paths(viewer: Viewer) -> tuple[str, ...]:
    """The places whose figures the viewer may read: of doors, and of all that a command answers for."""
    posts = [post for post in viewer.posts if Verb.SEE_COVERAGE in post.role.verbs]
    return visible_paths([*posts, *(post for post in viewer.posts if goes_to_doors(post))])


def access_place(viewer: Viewer, node_id: int | None) -> Node:
    """A place whose figure the viewer may read, with its parent; the first of theirs when none is named. Raises NotThere."""
    paths = figure_paths(viewer)
    nodes = Node.objects.select_related("parent").defer("geometry")
    found = (
        nodes.filter(id=node_id).first() if node_id else nodes.filter(path__in=paths[:1]).first()
    )
    if found is None or not any(found.path.startswith(path) for path in paths):
        raise NotThere("没有找到这个地方，或者不在您的辖区。")
    return found


def may_read_homes(viewer: Viewer, node: Node) -> bool:
    """Whether the viewer reads of single households there, and not only of figures."""
    return any(node.path.startswith(path) for path in door_paths(viewer))


@dataclass(frozen=True)
class Standing:
    """What is kept of a household beside its state. members: how many live or are registered there."""

    household: Household
    invitation: Invitation | None
    refusal: Refusal | None
    verifications: list[Verification]
    living: int
    registered: int


def standing(viewer: Viewer, household_id: int, *, now: datetime) -> Standing:
    """Raises NotThere. Five queries."""
    household = visits.access_household(viewer, household_id)
    present = [
        member
        for member in household.members.all()
        if member.from_at <= now and (member.to_at is None or member.to_at > now)
    ]
    checked = Verification.objects.filter(household=household).exclude(at=None)
    return Standing(
        household=household,
        invitation=in_force(now).filter(household=household).order_by("-kind", "-id").first(),
        refusal=Refusal.objects.filter(household=household, withdrawn_at=None).first(),
        verifications=list(checked.select_related("person", "by_post").order_by("-id")[:MOST]),
        living=sum(member.is_living_here for member in present),
        registered=sum(member.is_registered_here for member in present),
    )


def waiting(viewer: Viewer) -> list[Verification]:
    """Who has joined and waits to be verified, at the doors of the viewer, the longest first. One query."""
    rows = Verification.objects.filter(at=None, household__in=visits.households(viewer))
    related = rows.select_related("person", "household__grid").order_by("asked_at", "id")
    return list(related[:MOST])


def waiting_count(viewer: Viewer) -> int:
    return Verification.objects.filter(at=None, household__in=visits.households(viewer)).count()


def invitation_by_code(typed: str, *, now: datetime) -> Invitation:
    """The invitation behind a code, with its household. Raises NotThere for a wrong one and for one that is over, alike."""
    found = (
        in_force(now)
        .select_related("household__grid", "household__micro_grid")
        .filter(code_hash__in=lookup_hashes(tidy(typed)))
        .first()
    )
    if found is None:
        raise NotThere("这个邀请码没有找到或已经过期，请向网格员要新的。")
    return found


def group_for(household: Household) -> Group | None:
    """The group a household is invited to: that of its grid."""
    return group_of_grid(household.grid_id)


def group_of_grid(grid_id: int) -> Group | None:
    """The group that the neighbours of a grid join."""
    groups = Group.objects.filter(node_id=grid_id, is_active=True, kind=GroupKind.RESIDENT.value)
    return groups.order_by("id").first()


def memberships_at(household: Household, person_id: int) -> list[Member]:
    """The present rows of somebody in the groups of neighbours around a household."""
    line = [node.pk for node in territory.ancestors(household.grid)]
    places = [household.grid_id, *line]
    if household.micro_grid_id is not None:
        places.append(household.micro_grid_id)
    rows = Member.objects.filter(person_id=person_id, left_at=None, group__node_id__in=places)
    return list(rows.filter(group__kind__in=[kind.value for kind in HOUSEHOLD_KINDS]))


def shown_at(household_id: int, *, visit_id: int, now: datetime) -> Invitation | None:
    """The code that was shown during a visit and still opens; the caller asked who may read of the visit."""
    found = in_force(now).filter(household_id=household_id, visit_id=visit_id)
    return found.order_by("-id").first()
