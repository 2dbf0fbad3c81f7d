"""The writers of what happens to posts: hand-over, leave, terms, duty."""

from huiyin.posts.actions.duty import plan_duty, remove_shift
from huiyin.posts.actions.handing import Wish, cancel, carry_out, hand_over
from huiyin.posts.actions.leaving import Absence, end_leave, take_leave
from huiyin.posts.actions.passing import Holding, Passing, register, told
from huiyin.posts.actions.slips import mark_seen
from huiyin.posts.actions.terms import remind_of_terms, set_term

__all__ = [
    "Absence",
    "Holding",
    "Passing",
    "Wish",
    "cancel",
    "carry_out",
    "end_leave",
    "hand_over",
    "mark_seen",
    "plan_duty",
    "register",
    "remind_of_terms",
    "remove_shift",
    "set_term",
    "take_leave",
    "told",
]
