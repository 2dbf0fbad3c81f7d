"""Cases as they are listed, shown and opened."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from huiyin.cases.queries.filters import CaseFilters, DueFilter, Stage
from huiyin.cases.queries.keysets import Order
from huiyin.cases.rules.words import (
    Channel,
    Nature,
    Outcome,
    State,
    Supervision,
)
from huiyin.escalation.rules import Urgency
from huiyin.people.rules import Role
from huiyin.web.api.shapes.parts import Id, Ids, In, Moment, Out, Short, Text, example

if TYPE_CHECKING:
    from huiyin.cases.models import Case
    from huiyin.people.models import Post
    from huiyin.territory.models import Node

LATITUDE = Annotated[float, Field(ge=-90, le=90)]
LONGITUDE = Annotated[float, Field(ge=-180, le=180)]
# filters that take one value
ONE_VALUE = frozenset({"told", "words"})
RungNumber = Annotated[int, Field(ge=1, le=5)]


class PlaceOut(Out):
    id: int
    code: str
    name: str

    @classmethod
    def of(cls, node: "Node") -> "PlaceOut":
        return cls(id=node.pk, code=node.code, name=node.name)


class PostOut(Out):
    id: int
    role: Role
    title: str

    @classmethod
    def of(cls, post: "Post") -> "PostOut":
        return cls(id=post.pk, role=Role(post.role), title=post.title)


class CaseOut(Out):
    """A case as every list shows it. `version` goes back with an operation; another one is answered with 409."""

    id: int
    number: str
    title: str
    text: str
    nature: Nature
    channel: Channel
    category: str
    urgency: Urgency
    state: State
    rung: RungNumber
    holder: PostOut
    node: PlaceOut
    place: str
    lat: float | None
    lng: float | None
    is_anonymous: bool
    is_restricted: bool
    opened_at: Moment
    due_at: Moment | None
    is_due_provisional: bool
    is_overdue: bool
    promised_at: Moment | None
    told_at: Moment | None
    ended_at: Moment | None
    outcome: Outcome | None
    supervision: Supervision
    urged_count: int
    reopened_count: int
    merged_into_id: int | None
    split_from_id: int | None
    version: int

    @classmethod
    def of(cls, case: "Case", *, now: datetime) -> "CaseOut":
        """Long because it names every field that goes out."""
        return cls(
            id=case.pk,
            number=case.number,
            title=case.title,
            text=case.text,
            nature=Nature(case.nature),
            channel=Channel(case.channel),
            category=case.category,
            urgency=Urgency(case.urgency),
            state=State(case.state),
            rung=case.rung,
            holder=PostOut.of(case.holder),
            node=PlaceOut.of(case.node),
            place=case.place,
            lat=case.lat,
            lng=case.lng,
            is_anonymous=case.is_anonymous,
            is_restricted=case.is_restricted,
            opened_at=case.opened_at,
            due_at=case.due_at,
            is_due_provisional=case.is_due_provisional,
            is_overdue=bool(case.overdue_since or (case.due_at and case.due_at < now)),
            promised_at=case.promised_at,
            told_at=case.told_at,
            ended_at=case.ended_at,
            outcome=Outcome(case.outcome) if case.outcome else None,
            supervision=Supervision(case.supervision),
            urged_count=case.urged_count,
            reopened_count=case.reopened_count,
            merged_into_id=case.merged_into_id,
            split_from_id=case.split_from_id,
            version=case.version,
        )


class CasesOut(Out):
    """`next` is the `after` of the next page, null on the last one."""

    items: list[CaseOut]
    next: str | None = Field(default=None)

    @classmethod
    def of(
        cls, cases: Iterable["Case"], *, now: datetime, following: str | None = None
    ) -> "CasesOut":
        return cls(items=[CaseOut.of(case, now=now) for case in cases], next=following)


class CountsOut(Out):
    """How many cases of the list are in each state; states without any are left out.

    What has ended is counted up to 1,001: beyond a thousand `is_least` says that there are more.
    """

    total: int
    is_least: bool
    by_state: dict[State, int]


class CaseFiltersQuery(In):
    """The filters of the work list; all of them narrow, several values of one add up. `area`: paths of nodes."""

    state: list[State | Stage] = []
    rung: list[RungNumber] = []
    category: list[Annotated[str, Field(pattern=r"^\d{2}(\d{2})?$")]] = []
    urgency: list[Urgency] = []
    nature: list[Nature] = []
    channel: list[Channel] = []
    holder: list[Id] = []
    area: list[Annotated[str, Field(pattern=r"^[0-9A-Za-z/]{1,200}$")]] = []
    due: list[DueFilter] = []
    supervision: list[Supervision] = []
    told: Literal["today"] | None = None
    words: Annotated[str, Field(max_length=60)] = ""

    def filters(self) -> CaseFilters:
        """The same filters as those of the pages' addresses."""
        lists = {name: getattr(self, name) for name in CaseFilters.names() if name not in ONE_VALUE}
        joined = {name: ",".join(map(str, values)) for name, values in lists.items()}
        return CaseFilters(**joined, told=self.told or "", words=self.words)


class CaseListQuery(CaseFiltersQuery):
    """`after`: the `next` of the page before. `order`: opened last first, or due first."""

    after: Annotated[str, Field(pattern=r"^((\d{1,16}|x)-)?\d{1,16}$")] | None = None
    order: Order = Order.NEW
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class OpenCaseIn(In):
    """`reporter_id` is who raised it: oneself when left out, null for an officer's own find or an unknown caller."""

    text: Text
    category: Annotated[str, Field(min_length=4, max_length=4)]
    node_id: Id
    channel: Channel = Channel.FORM
    nature: Nature = Nature.HELP
    urgency: Urgency | None = None
    title: Short = ""
    place: Short = ""
    lat: LATITUDE | None = None
    lng: LONGITUDE | None = None
    reporter_id: Id | None = None
    is_anonymous: bool = False
    file_ids: Ids = []

    model_config = example(
        text="3号楼2单元门口的路灯不亮了。",
        category="0407",
        node_id=1,
        channel="officer_capture",
        place="3号楼2单元门口",
        lat=36.1,
        lng=118.1,
        reporter_id=None,
    )
