"""The writers of visits."""

from huiyin.visits.actions.calling import (
    Found,
    ask_visit,
    by_of,
    close_joined,
    drop_visit,
    finish_visit,
)
from huiyin.visits.actions.organising import write_organisations

__all__ = [
    "Found",
    "ask_visit",
    "by_of",
    "close_joined",
    "drop_visit",
    "finish_visit",
    "write_organisations",
]
