"""The section `groups` of a pack."""

from typing import Any

from huiyin.ground.packs import Import

SCHEMA: dict[str, Any] = {"type": "object"}


def bring_in(_given: Import) -> None:
    return
