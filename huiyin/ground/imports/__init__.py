"""Bringing in what stands in people's own tables: previewed, run in steps, taken back as one. See docs/contexts/imports.md.

An app registers what it takes with `kind` in `AppConfig.ready`, as it registers its section of a pack.
"""

from huiyin.ground.imports.rules import (
    Change,
    Claim,
    Column,
    Fact,
    Fault,
    File,
    Importer,
    Kind,
    Plan,
    Standing,
    What,
    WrongCell,
    kind,
    kinds,
)

__all__ = [
    "Change",
    "Claim",
    "Column",
    "Fact",
    "Fault",
    "File",
    "Importer",
    "Kind",
    "Plan",
    "Standing",
    "What",
    "WrongCell",
    "kind",
    "kinds",
]
