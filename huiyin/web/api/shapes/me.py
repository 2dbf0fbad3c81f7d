"""Who asks, and what they were told."""

from typing import TYPE_CHECKING

from huiyin.people.rules import KeyFacts, Role, Scope, Viewer
from huiyin.web.api.shapes.parts import Id, In, Moment, Out, example

if TYPE_CHECKING:
    from huiyin.cases.models import Notice


class OwnPostOut(Out):
    """A post the viewer acts for. `is_own`: held, not covered or stood in for."""

    id: int
    role: Role
    title: str
    node_id: int
    paths: list[str]
    is_own: bool


class KeyOut(Out):
    prefix: str
    scopes: list[Scope]


class MeOut(Out):
    """`key` is null for a session."""

    person_id: int
    name: str
    is_staff: bool
    posts: list[OwnPostOut]
    key: KeyOut | None

    @classmethod
    def of(cls, viewer: Viewer, key: KeyFacts | None) -> "MeOut":
        posts = [
            OwnPostOut(
                id=post.id,
                role=post.role,
                title=post.title,
                node_id=post.node_id,
                paths=list(post.paths),
                is_own=post.id in viewer.own_post_ids,
            )
            for post in viewer.posts
        ]
        return cls(
            person_id=viewer.person_id,
            name=viewer.name,
            is_staff=viewer.is_staff,
            posts=posts,
            key=KeyOut(prefix=key.prefix, scopes=sorted(key.scopes)) if key else None,
        )


class NoticeOut(Out):
    """What happened to a case the viewer raised, follows or works on."""

    id: int
    case_id: int
    case_number: str
    kind: str
    text: str
    at: Moment
    is_read: bool

    @classmethod
    def of(cls, notice: "Notice") -> "NoticeOut":
        return cls(
            id=notice.pk,
            case_id=notice.case_id,
            case_number=notice.case.number,
            kind=notice.kind,
            text=notice.text,
            at=notice.at,
            is_read=notice.read_at is not None,
        )


class NoticesOut(Out):
    unread: int
    items: list[NoticeOut]


class NoticesReadIn(In):
    """`case_id`: of one case; of all when left out."""

    case_id: Id | None = None

    model_config = example(case_id=1)


class NoticesReadOut(Out):
    """How many of them were unread."""

    marked: int
