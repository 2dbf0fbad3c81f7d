"""Messages: read, said, changed, and what an office does with them."""

from ninja import Query, Router

from huiyin.groups import actions, queries
from huiyin.people.rules import Scope
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes.cases import CaseOut
from huiyin.web.api.shapes.groups import GroupOut
from huiyin.web.api.shapes.messages import (
    AnswerHereIn,
    ClassifyIn,
    EditIn,
    LinkIn,
    MakeCaseIn,
    MessageIdsIn,
    MessageOut,
    MessagesOut,
    MessagesQuery,
    RecallIn,
    SendIn,
    SentOut,
    SortedOut,
)
from huiyin.web.api.shapes.parts import Id, Key, MaybeKey
from huiyin.web.kit.requests import SignedIn

router = Router(tags=["messages"])


@operation(
    router, "GET", "/groups/{int:group_id}/messages", scope=Scope.READ_GROUPS, answers=MessagesOut
)
def list_messages(request: SignedIn, group_id: Id, query: Query[MessagesQuery]) -> MessagesOut:
    """What is said in a group

    The newest, or those before or after a number; the numbers of a group have no gap.
    """
    page = queries.messages(
        request.viewer,
        group_id,
        before_seq=query.before_seq,
        after_seq=query.after_seq,
        limit=query.limit,
    )
    return MessagesOut.of(page)


@operation(
    router,
    "POST",
    "/groups/{int:group_id}/messages",
    scope=Scope.WRITE_GROUPS,
    answers=SentOut,
    status=201,
)
def send_message(request: SignedIn, group_id: Id, body: SendIn, key: Key) -> SentOut:
    """Say something

    Other words under the same key are answered with 409. `as_post_id`: the post to speak for.
    """
    said = {name: getattr(body, name) for name in SendIn.model_fields}
    message = actions.send_message(
        viewer=request.viewer, group_id=group_id, client_key=key, now=request.now, **said
    )
    return SentOut.of(message)


@operation(router, "GET", "/messages/{int:message_id}", scope=Scope.READ_GROUPS, answers=MessageOut)
def show_message(request: SignedIn, message_id: Id) -> MessageOut:
    """One message

    As it stands now: edited, or recalled.
    """
    return MessageOut.of(queries.changed_message(request.viewer, message_id))


@operation(router, "PATCH", "/messages/{int:message_id}", scope=Scope.WRITE_GROUPS, answers=SentOut)
def edit_message(request: SignedIn, message_id: Id, body: EditIn) -> SentOut:
    """Change one's own words

    Within ten minutes (a setting). What was said before is kept as evidence.
    """
    message = actions.edit_message(
        viewer=request.viewer, message_id=message_id, text=body.text, now=request.now
    )
    return SentOut.of(message)


@operation(
    router, "POST", "/messages/{int:message_id}/recall", scope=Scope.WRITE_GROUPS, answers=SentOut
)
def recall_message(request: SignedIn, message_id: Id, body: RecallIn) -> SentOut:
    """Take words back

    One's own within two minutes (a setting); the office of the group takes away any, with a reason.
    """
    message = actions.recall_message(
        viewer=request.viewer, message_id=message_id, reason=body.reason, now=request.now
    )
    return SentOut.of(message)


@operation(router, "POST", "/messages/classify", scope=Scope.WRITE_GROUPS, answers=SortedOut)
def classify_messages(request: SignedIn, body: ClassifyIn) -> SortedOut:
    """Say what messages are

    All of one group, all or none; `unanswered` takes it back.
    """
    messages = actions.classify(
        viewer=request.viewer,
        message_ids=body.message_ids,
        message_class=body.message_class,
        now=request.now,
    )
    return SortedOut(items=[SentOut.of(message) for message in messages])


@operation(
    router,
    "POST",
    "/messages/make-case",
    scope=Scope.WRITE_CASES,
    answers=CaseOut,
    status=201,
)
def make_case(request: SignedIn, body: MakeCaseIn, key: MaybeKey = None) -> CaseOut:
    """Make a case of messages

    Who said the first is its reporter, the others follow it; its card stands under the words.
    """
    given = {name: getattr(body, name) for name in MakeCaseIn.model_fields}
    case = actions.make_case(viewer=request.viewer, now=request.now, client_key=key, **given)
    return CaseOut.of(case, now=request.now)


@operation(router, "POST", "/messages/link", scope=Scope.WRITE_CASES, answers=CaseOut)
def link_messages(request: SignedIn, body: LinkIn) -> CaseOut:
    """Hang messages on a case that is there

    Who said them follows it. Linking again changes nothing.
    """
    case = actions.link_to_case(
        viewer=request.viewer,
        message_ids=body.message_ids,
        case_id=body.case_id,
        now=request.now,
    )
    return CaseOut.of(case, now=request.now)


@operation(router, "POST", "/messages/unlink", scope=Scope.WRITE_CASES, answers=CaseOut)
def unlink_messages(request: SignedIn, body: LinkIn) -> CaseOut:
    """Take messages off a case

    They are unanswered again unless another case holds them.
    """
    case = actions.unlink(
        viewer=request.viewer,
        message_ids=body.message_ids,
        case_id=body.case_id,
        now=request.now,
    )
    return CaseOut.of(case, now=request.now)


@operation(
    router, "POST", "/messages/answer", scope=Scope.WRITE_GROUPS, answers=SentOut, status=201
)
def answer_here(request: SignedIn, body: AnswerHereIn, key: Key) -> SentOut:
    """Answer messages of a group with one reply

    It stands under the first of them, and all are answered here.
    """
    message = actions.answer_here(
        viewer=request.viewer,
        message_ids=body.message_ids,
        text=body.text,
        file_id=body.file_id,
        client_key=key,
        now=request.now,
    )
    return SentOut.of(message)


@operation(router, "POST", "/messages/move-aside", scope=Scope.WRITE_GROUPS, answers=GroupOut)
def move_aside(request: SignedIn, body: MessageIdsIn) -> GroupOut:
    """Move a resident's words from the group to a private talk

    Returns the talk. In the group a neutral notice stands in their place.
    """
    talk = actions.move_aside(viewer=request.viewer, message_ids=body.message_ids, now=request.now)
    return GroupOut.of(talk)
