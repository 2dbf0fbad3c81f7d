"""What cases do after something happened elsewhere."""

from huiyin.cases.actions.recounting import recount_provisional
from huiyin.ground.ledger import queries as ledger


def recount(entry_id: int) -> None:
    """The calendar of a year was entered: provisional due times are counted again. Repeating it changes nothing."""
    recount_provisional(now=ledger.entry(entry_id).at)
