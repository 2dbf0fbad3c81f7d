"""Writing cases: the only writers of their tables, a package by what they do.

Every action on an existing case takes `Asked` (case_id, viewer, now, and where a client asks version and client_key)
by keyword, is atomic with its ledger entry, and returns the case as it then stands. Raises the Refused family.
"""

from huiyin.cases.actions.answering import answer_now, check_result, submit_result, tell
from huiyin.cases.actions.applying import (
    ask_decline,
    ask_extension,
    ask_suspension,
    decide_decline,
    decide_extension,
    decide_suspension,
)
from huiyin.cases.actions.examples import publish_example
from huiyin.cases.actions.following import follow, unfollow
from huiyin.cases.actions.handling import (
    accept,
    instruct,
    mark_legacy,
    note,
    promise,
    raise_urgency,
    recategorise,
    supervise,
)
from huiyin.cases.actions.joining import merge, split
from huiyin.cases.actions.moving import assign, hand_up, send_back, transfer
from huiyin.cases.actions.notices import mark_notices_read
from huiyin.cases.actions.opening import open_case, open_from_words
from huiyin.cases.actions.pausing import ask_reporter, reply_as_reporter, resume
from huiyin.cases.actions.rating import call_back, rate, reopen, urge, withdraw

__all__ = [
    "accept",
    "answer_now",
    "ask_decline",
    "ask_extension",
    "ask_reporter",
    "ask_suspension",
    "assign",
    "call_back",
    "check_result",
    "decide_decline",
    "decide_extension",
    "decide_suspension",
    "follow",
    "hand_up",
    "instruct",
    "mark_legacy",
    "mark_notices_read",
    "merge",
    "note",
    "open_case",
    "open_from_words",
    "promise",
    "publish_example",
    "raise_urgency",
    "rate",
    "recategorise",
    "reopen",
    "reply_as_reporter",
    "resume",
    "send_back",
    "split",
    "submit_result",
    "supervise",
    "tell",
    "transfer",
    "unfollow",
    "urge",
    "withdraw",
]
