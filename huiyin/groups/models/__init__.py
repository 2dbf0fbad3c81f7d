"""The tables of groups."""

from huiyin.groups.models.groups import Group, Member
from huiyin.groups.models.links import CaseCard, MessageCase
from huiyin.groups.models.messages import Message, MessageRevision
from huiyin.groups.models.settings import GroupSettings, KindText

__all__ = [
    "CaseCard",
    "Group",
    "GroupSettings",
    "KindText",
    "Member",
    "Message",
    "MessageCase",
    "MessageRevision",
]
