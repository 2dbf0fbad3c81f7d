"""The state of one household. Source: domain handbook, 8.1: covered, invited, refused, empty, unknown; living place counts,
not registration.
"""

from dataclasses import dataclass

from huiyin.cases.rules.words import Word
from huiyin.lib.words import gettext_noop as _


class State(Word):
    COVERED = "covered", _("已进群")
    INVITED = "invited", _("已邀请")
    REFUSED = "refused", _("不愿进群")
    EMPTY = "empty", _("没人住")
    UNKNOWN = "unknown", _("未联系上")

    @property
    def is_gap(self) -> bool:
        """Whether somebody should still go there: whoever said no is left in peace."""
        return self in {State.INVITED, State.UNKNOWN}


@dataclass(frozen=True)
class HomeFacts:
    """What is known of a household, or of a home where nobody was registered yet.

    is_lived_in: some member lives there. has_members: somebody lives or is registered there. is_occupied: what is known of
    the home itself, None without one (village houses, those who are only registered). is_in_group: somebody who lives there,
    and of whom it is not doubted, is in the group of the grid or the micro-grid. is_refused: said no, and has not taken it
    back. is_invited: holds a code that still opens, or has come and waits to be verified.
    """

    is_lived_in: bool = False
    has_members: bool = False
    is_occupied: bool | None = None
    is_in_group: bool = False
    is_refused: bool = False
    is_invited: bool = False


def is_empty(facts: HomeFacts) -> bool:
    """Whether nobody lives there: registered alone is not living; of a home of which nothing is known, somebody may."""
    if facts.is_lived_in:
        return False
    if facts.is_occupied is not None:
        return not facts.is_occupied
    return facts.has_members


def state_of(facts: HomeFacts) -> State:
    if facts.is_in_group:
        return State.COVERED
    if is_empty(facts):
        return State.EMPTY
    if facts.is_refused:
        return State.REFUSED
    return State.INVITED if facts.is_invited else State.UNKNOWN
