"""What the territory files of a pack may hold."""

from collections.abc import Mapping
from typing import Any


def record(
    required: Mapping[str, Any], optional: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The schema of a mapping with these names and no others."""
    return {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": {**required, **(optional or {})},
    }


def listed(item: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a list of such entries."""
    return {"type": "array", "items": item}


def count(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


NAME = {"type": "string", "minLength": 1, "maxLength": 64}
CODE = {"type": "string", "pattern": "^[0-9A-Z]{4,20}$"}
KEY = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,63}$"}
PHONE = {"type": "string", "pattern": "^[0-9+ -]{3,32}$"}
NUMBERS = {"type": "string", "pattern": "^[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?$"}

NODE = record(
    {"code": CODE, "name": NAME},
    {
        "parent": CODE,
        "phone": PHONE,
        "supervision_phone": PHONE,
        "legacy_code": {"type": "string", "maxLength": 32},
        "micro_grids": count(1, 99),
    },
)
BUILDINGS = record(
    {
        "numbers": NUMBERS,
        "grid": CODE,
        "units": count(1, 20),
        "floors": count(1, 99),
        "per_floor": count(1, 99),
        "occupied": count(0, 1_000_000),
    },
    {"micro_grid": CODE},
)
COMPOUND = record(
    {"key": KEY, "name": NAME, "community": CODE, "buildings": listed(BUILDINGS)},
    {"aliases": listed(NAME)},
)
HOUSES = record(
    {"community": CODE, "road": {**NAME, "maxLength": 24}, "numbers": NUMBERS, "grid": CODE},
    {"micro_grid": CODE},
)
# looked at closely by the importer: a schema would call the same fault many names
BOUNDARY = record({"code": CODE, "geometry": {"type": "object"}})
TERRITORY_SCHEMA = record(
    {},
    {
        "nodes": listed(NODE),
        "boundaries": listed(BOUNDARY),
        "compounds": listed(COMPOUND),
        "houses": listed(HOUSES),
    },
)
