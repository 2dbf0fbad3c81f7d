"""Shapes of the pack sections `policy` (categories and ladder), `calendar` and `answers`."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from huiyin.escalation.rules import UNITS, Rung, Settings, Step, Urgency
from huiyin.people.rules import Role

Schema = Mapping[str, Any]

NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 40}
FLAG: Schema = {"type": "boolean"}
RUNG: Schema = {"enum": [rung.role.value for rung in Rung]}
ROLES: Schema = {"type": "array", "items": {"enum": [role.value for role in Role]}}
URGENCY: Schema = {"enum": [urgency.value for urgency in Urgency]}
LIMIT: Schema = {"type": "string", "pattern": rf"^(none|[1-9]\d{{0,5}} ({'|'.join(UNITS)}))$"}
HOURS: Schema = {
    "type": "array",
    "minItems": 1,
    "items": {"type": "string", "pattern": r"^\d{2}:\d{2}-\d{2}:\d{2}$"},
}
ANY_CODE: Schema = {"type": "string", "pattern": r"^\d{2}(\d{2})?$"}


def _object(required: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **(optional or {})},
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _category(code: str, more: Mapping[str, Schema]) -> Schema:
    required: dict[str, Schema] = {
        "code": {"type": "string", "pattern": code},
        "name": NAME,
        "key": {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
    }
    optional: dict[str, Schema] = {
        "first_rung": RUNG,
        "last_rung": RUNG,
        "is_restricted": FLAG,
        "needs_place_proof": FLAG,
        "urgency": URGENCY,
        "department": NAME,
        "keywords": {"type": "array", "uniqueItems": True, "items": NAME},
    }
    return _object(required, {**optional, **more})


def _settings() -> Schema:
    number: Schema = {"type": "integer", "minimum": 0, "maximum": 3660}
    known: dict[str, Schema] = {field.name: number for field in fields(Settings)}
    known["quiet_hours"] = {"type": "string", "pattern": r"^\d{2}:\d{2}-\d{2}:\d{2}$"}
    known["open_tells"] = _object({}, {urgency.value: ROLES for urgency in Urgency})
    return _object({}, known)


LEAF = _category(r"^\d{4}$", {})
CLASS = _category(r"^\d{2}$", {"leaves": _list(LEAF)})
LIMITS = _object(
    {"step": {"enum": [step.value for step in Step]}},
    {"category": ANY_CODE, "urgency": URGENCY, **{rung.role.value: LIMIT for rung in Rung}},
)
SKIPS = _object(
    {"from": {"type": "array", "minItems": 1, "items": RUNG}, "to": RUNG},
    {
        "copy": ROLES,
        "categories": {"type": "array", "minItems": 1, "items": ANY_CODE},
        "urgency": URGENCY,
    },
)
DAYS = _object(
    {"name": NAME, "days": {"type": "string", "pattern": r"^\d{2}-\d{2}(\.\.\d{2}-\d{2})?$"}}
)
YEAR = _object(
    {
        "year": {"type": "integer", "minimum": 2000, "maximum": 2099},
        "source": {"type": "string", "minLength": 1, "maxLength": 200},
        "holidays": _list(DAYS),
    },
    {
        "is_confirmed": FLAG,
        "area": {"type": "string", "pattern": r"^(\w+/)+$", "maxLength": 200},
        "workdays": _list(DAYS),
    },
)

# The files of a policy: one with categories, one with the ladder, or both in one.
POLICY = _object(
    {},
    {
        "categories": _list(CLASS),
        "hours": _object(
            {"business": HOURS, "duty": HOURS},
            {"is_duty_on_days_off": FLAG, "is_day_ended_by_close": FLAG},
        ),
        "settings": _settings(),
        "limits": _list(LIMITS),
        "skips": _list(SKIPS),
    },
)
CALENDAR = _object({"years": _list(YEAR)})
ANSWERS = _object(
    {
        "answers": _list(
            _object(
                {
                    "category": ANY_CODE,
                    "title": NAME,
                    "text": {"type": "string", "minLength": 1, "maxLength": 2000},
                }
            )
        )
    }
)
