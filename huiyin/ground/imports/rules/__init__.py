"""What an import is made of: kinds with their columns, rows as facts, what becomes of each. Plain Python."""

from huiyin.ground.imports.rules.kinds import Column, Importer, Kind, Trail, kind, kind_of, kinds
from huiyin.ground.imports.rules.rows import (
    Change,
    Claim,
    Fact,
    Fault,
    File,
    Plan,
    Standing,
    What,
    WrongCell,
)
from huiyin.ground.imports.rules.states import State

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
    "State",
    "Trail",
    "What",
    "WrongCell",
    "kind",
    "kind_of",
    "kinds",
]
