"""What is swept at night, and what has to stay."""

from datetime import timedelta

from axes.models import AccessAttempt

from huiyin.conftest import NOON, Town
from huiyin.sign_in import actions
from huiyin.sign_in.models import HistoryLine, SignedIn
from huiyin.sign_in.rules import NOWHERE, Ending, Kind, Way

DAY = timedelta(days=1)


def begin(town: Town, key: str) -> None:
    actions.begin_session(
        account_id=town.persons["resident"].account.pk,
        session_key=key,
        way=Way.JOINED,
        is_staff=False,
        has_second=False,
        where=NOWHERE,
        now=NOON,
    )


def test_the_history_is_kept_for_the_six_months_the_law_asks_and_goes_then(town: Town) -> None:
    begin(town, "ended")
    begin(town, "stands")
    actions.end_session(session_key="ended", ending=Ending.SIGNED_OUT, now=NOON)
    actions.remove_old(now=NOON + 184 * DAY)
    assert (HistoryLine.objects.count(), SignedIn.objects.count()) == (2, 2)
    actions.remove_old(now=NOON + 201 * DAY)
    assert not HistoryLine.objects.exists()
    assert SignedIn.objects.get().session_key == "stands"


def test_what_the_owner_was_not_told_yet_stays_until_they_come(town: Town) -> None:
    account = town.persons["resident"].account
    actions.note(Kind.LOCKED, account=account, now=NOON, is_to_be_told=True)
    actions.remove_old(now=NOON + 300 * DAY)
    assert HistoryLine.objects.count() == 1


def test_addresses_do_not_outlive_their_lock_by_more_than_a_night(town: Town) -> None:
    AccessAttempt.objects.create(username="x", ip_address="198.51.100.4", failures_since_start=5)
    AccessAttempt.objects.update(attempt_time=NOON)
    actions.remove_old(now=NOON + timedelta(minutes=14))
    assert AccessAttempt.objects.exists()
    actions.remove_old(now=NOON + timedelta(minutes=16))
    assert not AccessAttempt.objects.exists()
