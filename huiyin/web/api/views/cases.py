"""Cases: the work list, one case, opening one, what waits for a decision."""

from ninja import Query, Router

from huiyin.cases import actions
from huiyin.cases.queries import lists
from huiyin.cases.queries.detail import checks_of, detail
from huiyin.cases.queries.overview import MOST_COUNTED
from huiyin.cases.rules.words import END_STATES
from huiyin.people.rules import Scope
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes.case_detail import (
    ApplicationOut,
    CaseDetailOut,
    DecisionOut,
    DecisionsOut,
)
from huiyin.web.api.shapes.cases import (
    CaseFiltersQuery,
    CaseListQuery,
    CaseOut,
    CasesOut,
    CountsOut,
    OpenCaseIn,
)
from huiyin.web.api.shapes.parts import Id, MaybeKey
from huiyin.web.kit.requests import SignedIn

router = Router(tags=["cases"])


@operation(router, "GET", "/cases", scope=Scope.READ_CASES, answers=CasesOut)
def list_cases(request: SignedIn, query: Query[CaseListQuery]) -> CasesOut:
    """The work list

    The cases the viewer may see, newest first: raised or followed by them, held by a post of theirs, or in its area.
    """
    page = lists.work_list(
        request.viewer,
        query.filters(),
        now=request.now,
        after=query.after,
        limit=query.limit,
        order=query.order,
    )
    return CasesOut.of(lists.whole(page.lines), now=request.now, following=page.after)


@operation(router, "GET", "/cases/counts", scope=Scope.READ_CASES, answers=CountsOut)
def count_cases(request: SignedIn, query: Query[CaseFiltersQuery]) -> CountsOut:
    """The work list, counted

    How many cases of the list with the same filters are in each state.
    """
    by_state = lists.counts(request.viewer, query.filters(), now=request.now)
    total = sum(by_state.values())
    ended = sum(by_state.get(state, 0) for state in END_STATES)
    counted = {"total": total, "is_least": ended > MOST_COUNTED, "by_state": by_state}
    return CountsOut.model_validate(counted)


@operation(router, "GET", "/cases/inbox", scope=Scope.READ_CASES, answers=CasesOut)
def inbox(request: SignedIn) -> CasesOut:
    """What the viewer's posts have to do now

    Held and to be handled, or to be checked; due first, at most 200.
    """
    return CasesOut.of(lists.whole(lists.inbox(request.viewer)), now=request.now)


@operation(router, "GET", "/cases/mine", scope=Scope.READ_CASES, answers=CasesOut)
def my_matters(request: SignedIn) -> CasesOut:
    """The matters the viewer raised or follows

    Newest first, at most 200.
    """
    return CasesOut.of(lists.mine(request.viewer), now=request.now)


@operation(router, "GET", "/cases/{int:case_id}", scope=Scope.READ_CASES, answers=CaseDetailOut)
def show_case(request: SignedIn, case_id: Id) -> CaseDetailOut:
    """One case with all the viewer may see of it

    For its reporter the public part of history, files and answers alone. Unknown and out of scope are both 404.
    """
    found = detail(request.viewer, case_id, now=request.now)
    return CaseDetailOut.of(found, checks=checks_of(found), now=request.now)


@operation(router, "POST", "/cases", scope=Scope.WRITE_CASES, answers=CaseOut, status=201)
def open_case(request: SignedIn, body: OpenCaseIn, key: MaybeKey = None) -> CaseOut:
    """Open a case

    It goes to the post that is responsible first, and its accept clock starts. Residents open in their own name.
    """
    given = {name: getattr(body, name) for name in OpenCaseIn.model_fields}
    if "reporter_id" not in body.model_fields_set:
        given["reporter_id"] = request.viewer.person_id
    case = actions.open_case(viewer=request.viewer, now=request.now, client_key=key, **given)
    return CaseOut.of(case, now=request.now)


@operation(router, "GET", "/disputes", scope=Scope.READ_CASES, answers=CasesOut)
def list_disputes(request: SignedIn) -> CasesOut:
    """The cases whose holder the viewer has to name

    Sent back so often that the street centre decides who takes them; longest waiting first.
    """
    return CasesOut.of(lists.disputes(request.viewer), now=request.now)


@operation(router, "GET", "/decisions", scope=Scope.READ_CASES, answers=DecisionsOut)
def list_decisions(request: SignedIn) -> DecisionsOut:
    """What waits for a decision of the viewer

    Applications for more time, a pause or declining, oldest first; never the viewer's own.
    """
    waiting = [
        DecisionOut(
            application=ApplicationOut.of(application),
            case=CaseOut.of(application.case, now=request.now),
        )
        for application in lists.decisions(request.viewer)
    ]
    return DecisionsOut(items=waiting)
