"""Asking for one's data to be put right or forgotten, and answering that."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huiyin.ground.commands.actions import repeat_of
from huiyin.ground.ids import new_id
from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import Conflict, NotThere, Refused
from huiyin.people import queries as people
from huiyin.people.rules import Viewer
from huiyin.trust.actions import erasing
from huiyin.trust.models import DataRequest
from huiyin.trust.queries import requests as queries
from huiyin.trust.rules.requests import RequestKind, RequestState, checked_words, due


@transaction.atomic
def ask(
    *, person_id: int, kind: RequestKind, text: str, now: datetime, client_key: UUID | None = None
) -> DataRequest:
    """Ask for one's own data to be put right or forgotten; what is asked already is given back.

    Raises Refused for a correction without words, and for an erasure that something stands against.
    """
    people.lock_person(person_id)
    words = checked_words(text, kind=kind)
    made_id = new_id()
    before = repeat_of(client_key, verb="data_request", person_id=person_id, result_id=made_id)
    if before is not None:
        return DataRequest.objects.get(pk=before)
    if DataRequest.objects.filter(person_id=person_id, kind=kind, state=RequestState.OPEN).exists():
        raise Conflict("您已经提过同样的要求，正在等待答复。")
    if kind is RequestKind.ERASE:
        erasing.demand_nothing_stands_against(person_id, now=now)
    homes = people.households_of(person_id, at=now)
    made = DataRequest.objects.create(
        id=made_id,
        person_id=person_id,
        kind=kind,
        text=words,
        area=homes[0].grid.path if homes else "",
        asked_at=now,
        due_at=due(now),
    )
    _record("asked", made, By(person_id, None), now)
    return made


@transaction.atomic
def withdraw(*, person_id: int, request_id: int, now: datetime) -> DataRequest:
    """Take back what one asked for. Raises NotThere for another's, Conflict when it is answered."""
    made = _locked(DataRequest.objects.filter(pk=request_id, person_id=person_id).first())
    return _decide(made, RequestState.WITHDRAWN, "", By(person_id, None), now)


@transaction.atomic
def decide(
    *,
    request_id: int,
    is_granted: bool,
    answer: str,
    viewer: Viewer,
    now: datetime,
    name: str = "",
    phone: str | None = None,
) -> DataRequest:
    """Grant a request and do what it asks for, or decline it with a reason.

    name, phone: as they shall be, of a correction. Raises NotThere outside the viewer's places, Conflict for one that is
    answered, Refused for a no without a reason.
    """
    made = _locked(queries.request(viewer, request_id))
    if made.person_id == viewer.person_id:
        raise Refused("不能审批自己的请求，请由同岗位的另一位同事办理。")
    words = answer.strip()
    if not is_granted and not words:
        raise Refused("不同意的，请写明理由，本人会看到。")
    office = next(post.id for post in viewer.posts if queries.ANSWERS in post.role.verbs)
    by = By(viewer.person_id, office)
    state = RequestState.DONE if is_granted else RequestState.DECLINED
    decided = _decide(made, state, words, by, now)
    if is_granted and decided.kind == RequestKind.ERASE:
        erasing.erase_person(person_id=decided.person_id, by=by, now=now)
    elif is_granted:
        erasing.correct_person(person_id=decided.person_id, name=name, phone=phone, by=by, now=now)
    return decided


def _locked(found: DataRequest | None) -> DataRequest:
    if found is None:
        raise NotThere("没有找到这项请求。")
    return DataRequest.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _decide(
    made: DataRequest, state: RequestState, answer: str, by: By, now: datetime
) -> DataRequest:
    if made.state != RequestState.OPEN:
        raise Conflict("这项请求已经答复过了。")
    made.state, made.answer, made.decided_at = state, answer, now
    made.by_person_id, made.by_post_id = by.person_id, by.post_id
    made.save(update_fields=["state", "answer", "decided_at", "by_person", "by_post"])
    _record(str(state), made, by, now)
    return made


def _record(what: str, made: DataRequest, by: By, now: datetime) -> None:
    data: dict[str, Any] = {"kind": str(made.kind), "request_id": made.pk}
    record(
        f"data.{what}",
        subject="person",
        subject_id=made.person_id,
        by=by,
        at=now,
        area=made.area,
        data=data,
        topics=[f"person:{made.person_id}"],
    )
