"""Reading what happens to posts over time."""

from huiyin.posts.queries.duty import OnDuty, clashing, duty_staff, on_duty, roster
from huiyin.posts.queries.hand_overs import candidates, hand_overs, planned, planned_for
from huiyin.posts.queries.leaves import Away, leaves, on_leave
from huiyin.posts.queries.slips import slips, unseen
from huiyin.posts.queries.staff import Holder, access_post, holders, post_above, vacant_since

__all__ = [
    "Away",
    "Holder",
    "OnDuty",
    "access_post",
    "candidates",
    "clashing",
    "duty_staff",
    "hand_overs",
    "holders",
    "leaves",
    "on_duty",
    "on_leave",
    "planned",
    "planned_for",
    "post_above",
    "roster",
    "slips",
    "unseen",
    "vacant_since",
]
