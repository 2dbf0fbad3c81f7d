"""The shape of a transcript: a JSON schema for the header, for words said, for waiting, and for every act."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.cases.rules.words import Channel, Nature, Outcome, Supervision, TellChannel
from huiyin.escalation.rules import Urgency
from huiyin.groups.rules import MessageClass

Schema = dict[str, Any]

_WORDS: Schema = {"type": "string", "pattern": r"\S", "maxLength": 5000}
_NAME: Schema = {"type": "string", "pattern": r"^[A-Za-z0-9_]{1,60}$"}
_YES_OR_NO: Schema = {"type": "boolean"}
_TIME: Schema = {"type": "string", "format": "date-time"}


def _one_of(words: type[Outcome] | Any) -> Schema:
    return {"enum": [str(word) for word in words]}


# the arguments of acts, by the name that the action gives them; `photo`, `node`, `post` … stand for ids
ARGUMENTS: Mapping[str, Schema] = {
    "messages": {"type": "array", "items": _NAME, "minItems": 1, "uniqueItems": True},
    "case": _NAME,
    "into": _NAME,
    "as": _NAME,
    "post": _NAME,
    "to_post": _NAME,
    "person": _NAME,
    "node": {"type": "string", "pattern": r"^[0-9A-Z]{4,30}$"},
    "text": _WORDS,
    "reason": _WORDS,
    "question": _WORDS,
    "right_place": _WORDS,
    "measures": _WORDS,
    "proof": _WORDS,
    "title": _WORDS,
    "place": _WORDS,
    "category": {"type": "string", "pattern": r"^\d{4}$"},
    "urgency": _one_of(Urgency),
    "nature": _one_of(Nature),
    "channel": _one_of([*Channel, *TellChannel]),
    "outcome": _one_of(Outcome),
    "level": _one_of(Supervision),
    "message_class": _one_of(MessageClass),
    "stars": {"type": "integer", "minimum": 1, "maximum": 3},
    "is_public": _YES_OR_NO,
    "is_anonymous": _YES_OR_NO,
    "passed": _YES_OR_NO,
    "approve": _YES_OR_NO,
    "solved": _YES_OR_NO,
    "reached": _YES_OR_NO,
    "photo": _YES_OR_NO,
    "promised_at": _TIME,
    "until": _TIME,
    "review_at": _TIME,
    "review_on": {"type": "string", "format": "date"},
}

TIMES = frozenset(name for name, schema in ARGUMENTS.items() if schema is _TIME)
DATES = frozenset({"review_on"})


@dataclass(frozen=True)
class Shape:
    """What an act needs and may have, besides when, who and its id."""

    required: frozenset[str]
    optional: frozenset[str] = frozenset()

    @property
    def schema(self) -> Schema:
        names = self.required | self.optional
        return _line(
            {"who": _NAME, "id": _NAME, "do": _NAME} | {name: ARGUMENTS[name] for name in names},
            required=sorted({"at", "who", "id", "do"} | self.required),
        )


def _shape(required: str, optional: str = "") -> Shape:
    return Shape(frozenset(required.split()), frozenset(optional.split()))


def _line(properties: Schema, *, required: list[str]) -> Schema:
    return {
        "type": "object",
        "properties": {"at": _TIME} | properties,
        "required": required,
        "additionalProperties": False,
    }


HEADER: Schema = {
    "type": "object",
    "properties": {
        "day": {"type": "string", "pattern": r"^[a-z0-9-]{1,60}$"},
        "community": ARGUMENTS["node"],
        "title": _WORDS,
    },
    "required": ["day", "community", "title"],
    "additionalProperties": False,
}
SAY: Schema = _line(
    {
        "who": _NAME,
        "id": _NAME,
        "group": _NAME,
        "say": _WORDS,
        "reply_to": _NAME,
        "photo": _YES_OR_NO,
        "voice": {"type": "integer", "minimum": 1, "maximum": 60},
    },
    required=["at", "who", "id", "group", "say"],
)
WAIT: Schema = _line({"do": {"const": "wait"}}, required=["at", "do"])

ACTS: Mapping[str, Shape] = {
    # in groups
    "answer_here": _shape("messages text"),
    "classify": _shape("messages message_class"),
    "make_case": _shape("messages as category", "urgency nature title place"),
    "link_to_case": _shape("messages case"),
    "unlink": _shape("messages case"),
    "move_aside": _shape("messages as"),
    "private_talk": _shape("post as"),
    "edit_message": _shape("messages text"),
    "recall_message": _shape("messages"),
    # on cases
    "open_case": _shape(
        "as text category node channel", "nature urgency title place person is_anonymous photo"
    ),
    "accept": _shape("case"),
    "note": _shape("case text", "is_public photo"),
    "answer_now": _shape("case text outcome channel", "proof photo"),
    "hand_up": _shape("case reason"),
    "transfer": _shape("case to_post reason"),
    "assign": _shape("case to_post reason"),
    "send_back": _shape("case reason"),
    "raise_urgency": _shape("case urgency reason"),
    "instruct": _shape("case text"),
    "supervise": _shape("case level text"),
    "promise": _shape("case promised_at reason"),
    "ask_extension": _shape("case until reason"),
    "decide_extension": _shape("case approve reason"),
    "ask_reporter": _shape("case question"),
    "reply_as_reporter": _shape("case text", "photo"),
    "ask_suspension": _shape("case reason review_at"),
    "decide_suspension": _shape("case approve reason"),
    "resume": _shape("case reason"),
    "ask_decline": _shape("case reason right_place"),
    "decide_decline": _shape("case approve reason"),
    "submit_result": _shape("case text outcome", "measures review_on photo"),
    "check_result": _shape("case passed reason"),
    "tell": _shape("case channel", "person proof reached"),
    "rate": _shape("case solved", "stars text"),
    "urge": _shape("case text"),
    "withdraw": _shape("case reason"),
    "merge": _shape("case into reason"),
    "reopen": _shape("case reason"),
    "recategorise": _shape("case category"),
}
