"""What coverage is. The figure of every screen is made of these; the query says the same to the database."""

from huiyin.coverage.rules.figures import NO_HOMES, Figure
from huiyin.coverage.rules.invitations import (
    MOST_ASKED,
    MOST_JOIN,
    Kind,
    is_code,
    new_code,
    tidy,
)
from huiyin.coverage.rules.states import HomeFacts, State, state_of
from huiyin.coverage.rules.words import Checked, Instead

__all__ = [
    "MOST_ASKED",
    "MOST_JOIN",
    "NO_HOMES",
    "Checked",
    "Figure",
    "HomeFacts",
    "Instead",
    "Kind",
    "State",
    "is_code",
    "new_code",
    "state_of",
    "tidy",
]
