"""Writing groups and messages: the only writers of their tables, a package by what they do.

Everything is keyword-only and atomic; `now` is aware. Locks are taken in one order: groups by id, private talks by id,
then a case. Raises the Refused family.
"""

from huiyin.groups.actions.aside import move_aside, private_talk
from huiyin.groups.actions.changing import edit_message, recall_message
from huiyin.groups.actions.joining import join_group
from huiyin.groups.actions.linking import link_to_case, make_case, unlink
from huiyin.groups.actions.membership import (
    add_member,
    add_post,
    leave_group,
    mute_member,
    remove_member,
    unmute_member,
)
from huiyin.groups.actions.reading import mark_read
from huiyin.groups.actions.running import close_group, create_group, pin
from huiyin.groups.actions.sorting import answer_here, classify
from huiyin.groups.actions.speaking import send_message

__all__ = [
    "add_member",
    "add_post",
    "answer_here",
    "classify",
    "close_group",
    "create_group",
    "edit_message",
    "join_group",
    "leave_group",
    "link_to_case",
    "make_case",
    "mark_read",
    "move_aside",
    "mute_member",
    "pin",
    "private_talk",
    "recall_message",
    "remove_member",
    "send_message",
    "unlink",
    "unmute_member",
]
