"""Reading groups: narrowed to what the viewer may see before anything else is asked."""

from huiyin.groups.queries.access import Access, access_group, access_messages, may_see_file
from huiyin.groups.queries.lists import (
    GroupLine,
    Waiting,
    groups_of,
    tended,
    unanswered,
    unanswered_count,
    unread,
)
from huiyin.groups.queries.members import (
    MemberLine,
    group_by_code,
    group_by_key,
    member_count,
    members,
    owner_read_seq,
)
from huiyin.groups.queries.officers import PublicOfficer, public_officer
from huiyin.groups.queries.supervision import (
    GroupFigures,
    WaitingCount,
    limits,
    supervision,
    waiting_below,
)
from huiyin.groups.queries.talk import (
    FileFacts,
    Line,
    MessagePage,
    Quote,
    changed_message,
    chosen_messages,
    evidence,
    messages,
    words_of_case,
)

__all__ = [
    "Access",
    "FileFacts",
    "GroupFigures",
    "GroupLine",
    "Line",
    "MemberLine",
    "MessagePage",
    "PublicOfficer",
    "Quote",
    "Waiting",
    "WaitingCount",
    "access_group",
    "access_messages",
    "changed_message",
    "chosen_messages",
    "evidence",
    "group_by_code",
    "group_by_key",
    "groups_of",
    "limits",
    "may_see_file",
    "member_count",
    "members",
    "messages",
    "owner_read_seq",
    "public_officer",
    "supervision",
    "tended",
    "unanswered",
    "unanswered_count",
    "unread",
    "waiting_below",
    "words_of_case",
]
