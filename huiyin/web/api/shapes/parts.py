"""What the shapes are made of: ids, moments, texts, idempotency keys."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Header
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    PlainSerializer,
)
from pydantic_core import CoreSchema

from huiyin.lib.times import local

LARGEST_ID = 2**53 - 1  # exact in JavaScript
LONGEST_TEXT = (
    20_000  # a bound of the wire; what an action takes is shorter and its own sentence says so
)


class _MomentSchema:
    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "format": "date-time", "examples": ["2026-09-14T12:00:00+08:00"]}


def _in_zone(moment: datetime) -> str:
    return local(moment).isoformat()


Id = Annotated[int, Field(ge=1, le=LARGEST_ID)]
Seq = Annotated[int, Field(ge=0, le=LARGEST_ID)]
Ids = Annotated[list[Id], Field(max_length=200)]
Text = Annotated[str, Field(max_length=LONGEST_TEXT)]
Short = Annotated[str, Field(max_length=200)]
# in: any offset. out: that of the service, +08:00
Moment = Annotated[datetime, PlainSerializer(_in_zone, return_type=str), _MomentSchema]
Told = AwareDatetime
MaybeKey = Annotated[
    UUID | None,
    Header(
        None,
        alias="Idempotency-Key",
        description="A UUID made by the client for this one act. A repeat answers as the first time.",
    ),
]
Key = Annotated[
    UUID,
    Header(
        ...,
        alias="Idempotency-Key",
        description="A UUID made by the client for this one act. A repeat answers as the first time.",
    ),
]


class In(BaseModel):
    """What a client sends. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Out(BaseModel):
    """What a client gets. New fields may come; none goes away within v1."""

    model_config = ConfigDict(from_attributes=True)


def example(**fields: Any) -> ConfigDict:
    """The documented example of a body. The tests send it; values of `…_id` stand for ids of theirs."""
    return ConfigDict(extra="forbid", json_schema_extra={"examples": [fields]})
