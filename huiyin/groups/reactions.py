"""What groups do when something happens to a case: the card, the public steps and the answer under the words.

Each runs as a job after the entry's commit, at least once and in no promised order.
"""

from huiyin.ground.ledger import queries as ledger
from huiyin.groups.actions import answers, steps


def show_step(entry_id: int) -> None:
    steps.show_step(ledger.entry(entry_id))


def deliver_answer(entry_id: int) -> None:
    answers.deliver_answer(ledger.entry(entry_id))


def follow_merge(entry_id: int) -> None:
    steps.follow_merge(ledger.entry(entry_id))


def follow_split(entry_id: int) -> None:
    steps.follow_split(ledger.entry(entry_id))
