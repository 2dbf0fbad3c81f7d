"""Hand-overs that were done, are planned or failed, and who may take over."""

from datetime import datetime

from django.db.models import Q, QuerySet

from huiyin.people.models import Incumbency, Person
from huiyin.people.rules import PostFacts, Role, Viewer
from huiyin.posts.models import HandOver
from huiyin.posts.rules import is_over
from huiyin.territory.rules import paths_above

SHOWN = 20
MOST_CANDIDATES = 300
# what is above a community in the tree: city, county, street
ABOVE_COMMUNITY = 3


def hand_overs(post_id: int) -> list[HandOver]:
    """The latest of a post, newest first. One query."""
    rows = HandOver.objects.filter(post_id=post_id)
    return list(rows.select_related("from_person", "to_person", "asked_by").order_by("-id")[:SHOWN])


def planned() -> QuerySet[HandOver]:
    return HandOver.objects.filter(done_at=None, cancelled_at=None, fault="")


def planned_for(person_id: int) -> QuerySet[HandOver]:
    """The plans a person is part of."""
    return planned().filter(Q(from_person_id=person_id) | Q(to_person_id=person_id))


def candidates(viewer: Viewer, post: PostFacts, *, at: datetime) -> list[Person]:
    """Who of the staff nearby may take a post over: of its community, or of the viewer's places for who is above.

    Whoever is above may also name anybody else by their sign-in name. One query.
    """
    community = paths_above(post.path)[: ABOVE_COMMUNITY + 1][-1]
    paths = [own.path for own in viewer.posts if is_over(viewer, post)] or [community]
    near = Q()
    for path in paths:
        near |= Q(post__node__path__startswith=path)
    staff = [role.value for role in Role if role.is_staff]
    present = Incumbency.objects.filter(Q(to_at=None) | Q(to_at__gt=at), near, from_at__lte=at)
    ids = present.filter(post__role__in=staff).values("person_id")
    return list(Person.objects.filter(id__in=ids).order_by("name", "id")[:MOST_CANDIDATES])
