"""How far a viewer may know somebody to whom an answer is owed: masks by role. Source: domain handbook, sections 3.5 and 9."""

from enum import IntEnum

from huiyin.people.rules import Verb, Viewer

# whoever answers, or decides about answers, works with names; who only holds a share of the work does without
NAMES = frozenset({Verb.ANSWER, Verb.APPROVE})
# a number is asked for by whoever may tell the answer themselves
NUMBERS = frozenset({Verb.ANSWER})


class Known(IntEnum):
    """NOBODY: not even the family name. MASKED: 王**. NAMED: the name and 138****5678. REACHABLE: the number, for a purpose."""

    NOBODY = 0
    MASKED = 1
    NAMED = 2
    REACHABLE = 3


def known(viewer: Viewer, *, holder_id: int, is_guarded: bool, is_unnamed: bool) -> Known:
    """is_guarded: a restricted matter or one without a name, which keeps the person to who handles it."""
    if is_unnamed:
        return Known.NOBODY
    if is_guarded and not viewer.acts_for(holder_id):
        return Known.MASKED
    if not viewer.verbs & NAMES:
        return Known.MASKED
    return Known.REACHABLE if viewer.verbs & NUMBERS else Known.NAMED
