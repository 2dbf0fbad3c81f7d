"""Reading sign-in: limits, locks, sessions, histories, factors. Who may read an account's is asked by the caller."""

from huiyin.sign_in.queries.accounts import (
    PAGE,
    AccountLine,
    account_line,
    accounts,
    locked_accounts,
)
from huiyin.sign_in.queries.codes import code_shown, waiting_code
from huiyin.sign_in.queries.factors import Factors, Passkey, factors, has_factor, recovery_codes
from huiyin.sign_in.queries.locks import LockedAddress, is_locked, locked_addresses, locked_until
from huiyin.sign_in.queries.passwords import is_common, is_former, is_password_due
from huiyin.sign_in.queries.sessions import (
    HISTORY_LINES,
    ending_of,
    history,
    limits,
    standing,
    untold,
)

__all__ = [
    "HISTORY_LINES",
    "PAGE",
    "AccountLine",
    "Factors",
    "LockedAddress",
    "Passkey",
    "account_line",
    "accounts",
    "code_shown",
    "ending_of",
    "factors",
    "has_factor",
    "history",
    "is_common",
    "is_former",
    "is_locked",
    "is_password_due",
    "limits",
    "locked_accounts",
    "locked_addresses",
    "locked_until",
    "recovery_codes",
    "standing",
    "untold",
    "waiting_code",
]
