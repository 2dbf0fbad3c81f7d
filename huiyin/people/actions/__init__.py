"""The writers of people: residents, accounts, posts."""

from huiyin.people.actions.accounts import create_account, set_password
from huiyin.people.actions.keys import create_key, revoke_key, use_key
from huiyin.people.actions.moving import household_for, leave_home, move_out
from huiyin.people.actions.persons import (
    change_phone,
    move_in,
    register_resident,
    set_elder_mode,
    set_locale,
)
from huiyin.people.actions.posts import (
    end_substitute,
    leave_post,
    set_term,
    substitute,
    take_post,
    withdraw_substitute,
)

__all__ = [
    "change_phone",
    "create_account",
    "create_key",
    "end_substitute",
    "household_for",
    "leave_home",
    "leave_post",
    "move_in",
    "move_out",
    "register_resident",
    "revoke_key",
    "set_elder_mode",
    "set_locale",
    "set_password",
    "set_term",
    "substitute",
    "take_post",
    "use_key",
    "withdraw_substitute",
]
