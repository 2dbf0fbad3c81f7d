"""邀请码: short, for one household, and soon over."""

import secrets
from datetime import datetime, timedelta
from enum import StrEnum

# without 0 O 1 I L and vowels: nothing is misread on paper, and no code is a word
LETTERS = "23456789BCDFGHJKMNPQRSTVWXYZ"
LENGTH = 8
# a family comes with one code
MOST_JOIN = 8
# codes made for one household within a day
MOST_ASKED = 5
# wrong codes from one address within an hour; 28^8 codes stand against them
MOST_WRONG = 20
WRONG_WITHIN = timedelta(hours=1)


class Kind(StrEnum):
    """Where a code is handed over: shown at the door or on the telephone, or printed and put into the letter-box."""

    SHOWN = "shown"
    PRINTED = "printed"

    def ends(self, now: datetime) -> datetime:
        return now + timedelta(days=7 if self is Kind.SHOWN else 30)


# a sheet that is printed again carries the same code while it opens for at least so long
WORTH_PRINTING = timedelta(days=14)


def new_code() -> str:
    """As it is kept: letters without the dash."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def tidy(typed: str) -> str:
    """A code as it is kept, however it was typed."""
    return typed.strip().upper().replace("-", "").replace(" ", "")


def is_code(typed: str) -> bool:
    """Whether something has the form of an invitation. The codes on posters are looked up before."""
    return len(tidy(typed)) == LENGTH and set(tidy(typed)) <= set(LETTERS)


def shown(code: str) -> str:
    """As people read and type it: BCDF-2345."""
    return f"{code[:4]}-{code[4:]}"
