"""Who would hold a case next: asked by the actions that move it, and by pages before they do."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from huiyin.cases.models import Case
from huiyin.cases.queries.access import HOLDING, frozen_policy, visible
from huiyin.cases.rules.words import WORKED_STATES
from huiyin.escalation import rules as ladder
from huiyin.escalation.rules import Policy, Rung, Step, Urgency
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Role, Viewer
from huiyin.territory import queries as territory

MOST_CANDIDATES = 30


@dataclass(frozen=True)
class NextHolder:
    """What handing up leads to. accept_by, handle_by: the limits there, None where a step has none."""

    rung: Rung
    post: PostFacts
    accept_by: datetime | None
    handle_by: datetime | None
    is_provisional: bool
    copied: tuple[PostFacts, ...]


def holder_on(node_id: int, *, from_rung: Rung) -> tuple[Rung, PostFacts]:
    """The responsible post of a node on a rung, or on the next one where the rung has no such post."""
    return holder_at(territory.node(node_id).path, from_rung=from_rung)


def holder_at(path: str, *, from_rung: Rung) -> tuple[Rung, PostFacts]:
    """The same for the path of a place, in one query."""
    roles = [rung.role for rung in Rung if rung >= from_rung]
    return nearest(people.posts_over(path, roles=roles).get, from_rung=from_rung)


def nearest(
    post_of: Callable[[Role], PostFacts | None], *, from_rung: Rung
) -> tuple[Rung, PostFacts]:
    """The post on a rung or on the next one that has any. post_of: at one place. Raises Refused without one."""
    rung: Rung | None = from_rung
    while rung:
        if post := post_of(rung.role):
            return rung, post
        rung = rung.above
    raise Refused(_("这个地方还没有配备任何承办岗位，请联系管理员。"))


def next_holder(case: Case, *, now: datetime) -> NextHolder | None:
    """Who would hold the case if it were handed up now, and by when; None at the top. Four queries."""
    policy, urgency = frozen_policy(case), Urgency(case.urgency)
    target = policy.next_rung(Rung(case.rung), case.category, urgency)
    if target is None:
        return None
    rung, post = holder_on(case.node_id, from_rung=target)
    skip = policy.skip(case.category, urgency, Rung(case.rung))
    copied = people.responsible_posts(roles=skip.copy_roles if skip else (), node_id=case.node_id)
    accept, handle = (_due(case, policy, step, rung, now) for step in (Step.ACCEPT, Step.HANDLE))
    return NextHolder(
        rung=rung,
        post=post,
        accept_by=accept.at if accept else None,
        handle_by=handle.at if handle else None,
        is_provisional=bool(handle and handle.is_provisional),
        copied=tuple(copied.values()),
    )


def _due(case: Case, policy: Policy, step: Step, rung: Rung, now: datetime) -> ladder.Due | None:
    limit = policy.limit(step, rung, case.category, Urgency(case.urgency))
    if limit is None:
        return None
    calendar = policy.calendar.at(case.area)
    return ladder.due(start=now, limit=limit, calendar=calendar, hours=policy.hours)


def posts_beside(case: Case) -> list[PostFacts]:
    """The other posts of the same rung that look after the case's place: to whom it can be transferred."""
    return _posts(case, lambda rung: rung == case.rung)


def posts_under(case: Case) -> list[PostFacts]:
    """The posts of lower rungs that look after the case's place, the nearest rung first: for assigning."""
    return _posts(case, lambda rung: rung < case.rung)


def _posts(case: Case, fits: Callable[[Rung], bool]) -> list[PostFacts]:
    roles = [role for role, rung in HOLDING.items() if fits(rung)]
    found = people.responsible_posts(roles=roles, node_id=case.node_id).values()
    others = (post for post in found if post.id != case.holder_id)
    return sorted(others, key=lambda post: -HOLDING[post.role])


def same_matters(
    viewer: Viewer, *, area: str, is_restricted: bool = False, but: int | None = None
) -> list[Case]:
    """The cases under way in a place that words or another case may be about, newest first. One query.

    but: a case that is itself. is_restricted: restricted matters join their own kind alone.
    """
    worked = visible(viewer).filter(
        area__startswith=area, state__in=WORKED_STATES, is_restricted=is_restricted
    )
    others = worked.exclude(pk=but) if but is not None else worked
    return list(others.select_related("holder").order_by("-id")[:MOST_CANDIDATES])
