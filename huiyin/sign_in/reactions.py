"""What a change of posts means for sessions."""

from django.utils import timezone

from huiyin.ground.ledger import queries as ledger
from huiyin.lib.refusal import NotThere
from huiyin.people import queries as people
from huiyin.people.rules import ADMINISTRATORS
from huiyin.sign_in import actions
from huiyin.sign_in.rules import Ending


def begin_anew(entry_id: int) -> None:
    """Whoever becomes an administrator signs in anew: with the second factor their post asks for.

    Harmless when run again: sessions that ended stay ended, and one that began since has given the factor.
    """
    entry = ledger.entry(entry_id)
    post = people.post_facts(entry.subject_id)
    person_id = entry.data.get("person_id")
    if post.role not in ADMINISTRATORS or person_id is None:
        return
    try:
        account = people.account_of(person_id)
    except NotThere:
        return
    actions.end_sessions(
        account_id=account.pk, ending=Ending.NEW_POST, now=timezone.now(), began_before=entry.at
    )
