"""What cases do after something happened elsewhere."""

from huiyin.cases.actions.examples import take_down_examples
from huiyin.cases.actions.recounting import recount_provisional
from huiyin.ground.ledger import queries as ledger
from huiyin.trust.rules.consent import Topic


def recount(entry_id: int) -> None:
    """The calendar of a year was entered: provisional due times are counted again. Repeating it changes nothing."""
    recount_provisional(now=ledger.entry(entry_id).at)


def take_down(entry_id: int) -> None:
    """Somebody no longer agrees that their matter is told to others: what was told is taken down."""
    entry = ledger.entry(entry_id)
    if entry.data["topic"] == Topic.PUBLISH:
        take_down_examples(person_id=entry.subject_id, now=entry.at)
