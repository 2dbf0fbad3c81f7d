"""The writers of sign-in: sessions, codes, passwords, factors, and what the security administrator does."""

from huiyin.sign_in.actions.codes import Checked, ask_code, check_code
from huiyin.sign_in.actions.factors import (
    add_passkey,
    add_totp,
    give_passkey,
    give_second,
    new_recovery_codes,
    passkey_owner,
    remove_factors,
    remove_passkey,
    remove_totp,
)
from huiyin.sign_in.actions.history import note, note_failure
from huiyin.sign_in.actions.keeping import (
    end_all_of,
    lose_factors,
    reset_factors,
    unlock,
    unlock_address,
)
from huiyin.sign_in.actions.passwords import change_password, give_password
from huiyin.sign_in.actions.sessions import (
    begin_session,
    end_session,
    end_sessions,
    mark_told,
    not_me,
    remove_old,
    renew_key,
    sign_out_everywhere,
)

__all__ = [
    "Checked",
    "add_passkey",
    "add_totp",
    "ask_code",
    "begin_session",
    "change_password",
    "check_code",
    "end_all_of",
    "end_session",
    "end_sessions",
    "give_passkey",
    "give_password",
    "give_second",
    "lose_factors",
    "mark_told",
    "new_recovery_codes",
    "not_me",
    "note",
    "note_failure",
    "passkey_owner",
    "remove_factors",
    "remove_old",
    "remove_passkey",
    "remove_totp",
    "renew_key",
    "reset_factors",
    "sign_out_everywhere",
    "unlock",
    "unlock_address",
]
