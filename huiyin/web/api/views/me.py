"""Who asks, and the notices for them."""

from ninja import Router

from huiyin.cases import actions
from huiyin.cases.queries import lists
from huiyin.people.rules import Scope
from huiyin.web.api.doors import key_of
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes.me import (
    MeOut,
    NoticeOut,
    NoticesOut,
    NoticesReadIn,
    NoticesReadOut,
)
from huiyin.web.kit.requests import SignedIn

router = Router(tags=["me"])


@operation(router, "GET", "/me", scope=Scope.READ_TERRITORY, answers=MeOut)
def me(request: SignedIn) -> MeOut:
    """Who asks, and the posts they act for"""
    return MeOut.of(request.viewer, key_of(request))


@operation(router, "GET", "/notices", scope=Scope.READ_NOTICES, answers=NoticesOut)
def list_notices(request: SignedIn) -> NoticesOut:
    """The newest 50 notices of the viewer and of the posts they act for"""
    return NoticesOut(
        unread=lists.unread_notices(request.viewer),
        items=[NoticeOut.of(notice) for notice in lists.notices(request.viewer)],
    )


@operation(router, "POST", "/notices/read", scope=Scope.WRITE_NOTICES, answers=NoticesReadOut)
def mark_notices_read(request: SignedIn, body: NoticesReadIn) -> NoticesReadOut:
    """Mark notices as read"""
    marked = actions.mark_notices_read(viewer=request.viewer, case_id=body.case_id, now=request.now)
    return NoticesReadOut(marked=marked)
