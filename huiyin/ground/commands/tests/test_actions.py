from uuid import uuid4

import pytest

from huiyin.ground.commands.actions import done, repeat_of
from huiyin.lib.refusal import Conflict

pytestmark = pytest.mark.django_db


def test_the_first_time_is_done_and_the_repeat_gets_its_result() -> None:
    key = uuid4()
    assert repeat_of(key, verb="cases.open", person_id=1) is None
    done(key, 42)
    assert repeat_of(key, verb="cases.open", person_id=1) == 42


def test_a_caller_without_a_key_repeats_nothing() -> None:
    assert repeat_of(None, verb="cases.open", person_id=1) is None
    done(None, 42)


@pytest.mark.parametrize(("verb", "person_id"), [("cases.accept", 1), ("cases.open", 2)])
def test_a_key_that_stands_for_something_else_is_refused(verb: str, person_id: int) -> None:
    key = uuid4()
    repeat_of(key, verb="cases.open", person_id=1)
    done(key, 42)
    with pytest.raises(Conflict):
        repeat_of(key, verb=verb, person_id=person_id)


@pytest.mark.django_db(transaction=True)
def test_a_key_is_claimed_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        repeat_of(uuid4(), verb="cases.open", person_id=1)
