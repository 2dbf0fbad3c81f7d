"""What happens to a post over time: hand-over, leave, terms, duty. Plain Python."""

from huiyin.posts.rules.passing import Held, Line, total
from huiyin.posts.rules.rights import HEADS, is_over, may_manage, may_staff, post_is_over

__all__ = [
    "HEADS",
    "Held",
    "Line",
    "is_over",
    "may_manage",
    "may_staff",
    "post_is_over",
    "total",
]
