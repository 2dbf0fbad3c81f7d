"""What holds in a group, in plain Python: kinds, words, mentions, rights, classes, health."""

from huiyin.groups.rules.classes import MessageClass
from huiyin.groups.rules.health import Alarm, GroupCounts, Thresholds
from huiyin.groups.rules.kinds import GroupKind, MessageKind, RevisionKind
from huiyin.groups.rules.rights import GroupFacts, MemberFacts, Speaker, Standing

__all__ = [
    "Alarm",
    "GroupCounts",
    "GroupFacts",
    "GroupKind",
    "MemberFacts",
    "MessageClass",
    "MessageKind",
    "RevisionKind",
    "Speaker",
    "Standing",
    "Thresholds",
]
