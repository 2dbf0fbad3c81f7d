"""How an act begins: the case locked, the rights and the version asked, a repeat recognised."""

from datetime import datetime
from typing import Any, NotRequired, TypedDict
from uuid import UUID

from django.db.models import QuerySet

from huiyin.cases.actions.act import Act
from huiyin.cases.models import Application, Case
from huiyin.cases.queries import access
from huiyin.cases.queries.access import frozen_policy
from huiyin.cases.rules import transitions
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import State
from huiyin.ground.commands import actions as commands
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Viewer

LONGEST_TEXT = 5000


class Asked(TypedDict):
    """What every action on an existing case is asked with.

    now: aware. version: the one the person looked at; another one is answered with Conflict. client_key: a repeat with
    the same key gives the first result.
    """

    case_id: int
    viewer: Viewer
    now: datetime
    version: NotRequired[int | None]
    client_key: NotRequired[UUID | None]


def begin(operation: Operation, **asked: Any) -> Act:
    """Lock the case and see that the viewer may do this to it now. The caller's arguments are those of `Asked`.

    Raises NotThere outside the scope, NotAllowed for the wrong post, Conflict for the wrong moment or version. A
    repeat of what was done comes back as an act with `is_repeat`, whose case is to be returned as it stands.
    """
    request: Asked = asked  # type: ignore[assignment]  # the callers' signatures hold the shape
    viewer, now, case_id = request["viewer"], request["now"], request["case_id"]
    repeat = commands.repeat_of(
        request.get("client_key"),
        verb=f"cases.{operation}.{case_id}",
        person_id=viewer.person_id,
        result_id=case_id,
    )
    case = locked_for(viewer, case_id)
    waiting = access.waiting_application(case)
    act = Act(
        case=case,
        operation=operation,
        now=now,
        policy=frozen_policy(case),
        by=By(viewer.person_id, acting_post(case, viewer, waiting)),
        viewer=viewer,
        waiting=waiting,
        is_repeat=repeat is not None,
        told_posts={case.holder_id},
    )
    is_party = viewer.person_id in act.persons
    act.relations = access.relations(case, viewer, waiting=waiting, is_party=is_party)
    if not act.is_repeat:
        transitions.demand(operation, state=State(case.state), relations=act.relations)
        demand_version(case, request.get("version"))
    return act


def demand_version(case: Case, version: int | None) -> None:
    if version is not None and version != case.version:
        raise Conflict(_("这件事刚刚有了新的进展，请看过最新情况后再决定。您写的内容仍然保留。"))


def locked(case_id: int) -> Case:
    """Lock a case for this transaction. Two are always locked in the order of their ids."""
    return _lock(Case.objects.filter(pk=case_id))


def locked_for(viewer: Viewer, case_id: int) -> Case:
    """The same within the viewer's scope, with its node. Raises NotThere outside it.

    The holder is not joined: it may change while we wait for the lock, and the row would be lost with the join.
    """
    return _lock(access.visible(viewer).select_related("node").filter(pk=case_id))


def _lock(cases: QuerySet[Case]) -> Case:
    case = cases.select_for_update(of=("self",)).first()
    if case is None:
        raise NotThere(_("没有找到这件事，或者您没有权限查看。"))
    return case


def acting_post(case: Case, viewer: Viewer, waiting: Application | None) -> int | None:
    """In which of their posts a person acts: as holder, checker or decider, else the nearest post of the area."""
    decider_id = waiting.decider_id if waiting else None
    offices = (case.holder_id, case.checker_id, decider_id)
    # of several that fit, the one they have chosen to work as
    for post_id in sorted(offices, key=lambda each: each is None or each != viewer.worn_id):
        if viewer.acts_for(post_id):
            return post_id
    return next((post.id for post in access.covering(case, viewer)), None)


def demand_text(text: str, *, what: str) -> str:
    """Return the words without outer space. Raises Refused with a sentence when there are none or too many."""
    words = text.replace("\x00", "").strip()
    if not words:
        raise Refused(_("请写明%(what)s。"), what=what)
    if len(words) > LONGEST_TEXT:
        raise Refused(_("%(what)s太长了，请控制在 %(most)d 字以内。"), what=what, most=LONGEST_TEXT)
    return words


def aware(moment: datetime) -> datetime:
    """Refuse a time without a zone: it comes from a client that must say what it means."""
    if moment.tzinfo is None:
        raise Refused(_("时间缺少时区，请重新填写。"))
    return moment
