"""What a pack is made of. Plain Python."""

from collections.abc import Mapping
from typing import Any

PACK_FILE = "pack.yaml"

TEXT: Mapping[str, Any] = {"type": "string", "minLength": 1, "maxLength": 200}

PACK_SCHEMA: Mapping[str, Any] = {
    "type": "object",
    "required": ["key", "name", "sections"],
    "additionalProperties": False,
    "properties": {
        "key": {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,63}$"},
        "name": TEXT,
        "note": {"type": "string", "maxLength": 2000},
        "is_synthetic": {"type": "boolean"},
        "sections": {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {
                "type": "array",
                "minItems": 1,
                "uniqueItems": True,
                "items": {"type": "string", "pattern": r"^[\w./-]+\.yaml$"},
            },
        },
    },
}
