"""Coming in: limits, ways, what is owed at the door, codes, addresses. Plain Python."""

from huiyin.sign_in.rules.codes import code_hash, new_code
from huiyin.sign_in.rules.entry import Entry, Step, next_step, refusal_of
from huiyin.sign_in.rules.limits import Limits
from huiyin.sign_in.rules.traces import device_of, device_words, shortened
from huiyin.sign_in.rules.where import NOWHERE, Where
from huiyin.sign_in.rules.words import Ending, Factor, Kind, Way

__all__ = [
    "NOWHERE",
    "Ending",
    "Entry",
    "Factor",
    "Kind",
    "Limits",
    "Step",
    "Way",
    "Where",
    "code_hash",
    "device_of",
    "device_words",
    "new_code",
    "next_step",
    "refusal_of",
    "shortened",
]
