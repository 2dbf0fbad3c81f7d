"""What coverage does when somebody joins a group by the poster: whether they live there, an officer says.

Runs as a job after the entry's commit, at least once.
"""

from huiyin.coverage.actions.verifying import note_arrival
from huiyin.ground.ledger import queries as ledger


def ask_who_came(entry_id: int) -> None:
    entry = ledger.entry(entry_id)
    household_id, person_id = entry.data.get("household_id"), entry.data.get("person_id")
    if entry.data.get("by_code") and household_id and person_id:
        note_arrival(household_id=household_id, person_id=person_id, now=entry.at)
