"""The writers of coverage: codes, noes, who lives where they say, and what a visit changes."""

from huiyin.coverage.actions.inviting import invitations_to_print, invite, revoke
from huiyin.coverage.actions.joining import count_wrong_code, demand_few_wrong, join_by_invitation
from huiyin.coverage.actions.refusing import refuse, withdraw_refusal
from huiyin.coverage.actions.verifying import confirm, note_arrival, reject
from huiyin.coverage.actions.visiting import ask_to_join, end_visit

__all__ = [
    "ask_to_join",
    "confirm",
    "count_wrong_code",
    "demand_few_wrong",
    "end_visit",
    "invitations_to_print",
    "invite",
    "join_by_invitation",
    "note_arrival",
    "refuse",
    "reject",
    "revoke",
    "withdraw_refusal",
]
