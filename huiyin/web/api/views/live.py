"""The way to the live process: a ticket."""

from ninja import Query, Router

from huiyin.ground.live.ticket import MOST_POSTS, MOST_TOPICS
from huiyin.people.rules import Scope
from huiyin.web.api.doors import key_of
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes.live import LiveOut, LiveQuery
from huiyin.web.kit.live import TICKET_S, live_url, messages_url, ticket_for
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.views.live import may_hear

router = Router(tags=["live"])
# what a key must hold to hear of a kind of thing besides the door's own scope
HEARD_WITH = {
    "group": Scope.READ_GROUPS,
    "case": Scope.READ_CASES,
    "node": Scope.READ_CASES,
    "person": Scope.READ_NOTICES,
    "post": Scope.READ_NOTICES,
}


@operation(router, "GET", "/live", scope=Scope.READ_GROUPS, answers=LiveOut)
def live_ticket(request: SignedIn, query: Query[LiveQuery]) -> LiveOut:
    """A ticket for the live stream, and for sending messages the fast way

    Topics the viewer may not hear, or the key has no scope for, are left out. With `write:groups` messages may be sent.
    """
    key = key_of(request)
    scopes = frozenset(Scope) if key is None else key.scopes
    wanted = query.topics.split()[:MOST_TOPICS]
    topics = [
        topic
        for topic in wanted
        if HEARD_WITH.get(topic.partition(":")[0]) in scopes and may_hear(request.viewer, topic)
    ]
    may_send = Scope.WRITE_GROUPS in scopes
    return LiveOut(
        ticket=ticket_for(request.viewer, topics, now=request.now, may_speak=may_send),
        topics=topics,
        stream_url=live_url(request),
        messages_url=messages_url(request),
        may_send=may_send and len(request.viewer.post_ids) <= MOST_POSTS,
        expires_in_s=TICKET_S,
    )
