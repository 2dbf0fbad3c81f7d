"""Codes by telephone: one use, five minutes, five tries, limits, and the same for numbers that nobody has."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django import Settings

from huiyin.conftest import NOON, Town
from huiyin.ground.crypto import lookup_hash
from huiyin.lib.refusal import Refused, TooMany
from huiyin.sign_in import actions
from huiyin.sign_in.models import PhoneCode
from huiyin.sign_in.rules import Limits
from huiyin.sign_in.tests.conftest import PHONE

HOME = "203.0.113.9"
MINUTE = timedelta(minutes=1)
Outbox = list[tuple[str, str]]


def ask(phone: str = PHONE, *, address: str = HOME, minutes: float = 0) -> int:
    return actions.ask_code(phone=phone, address=address, now=NOON + minutes * MINUTE)


def sent_code(outbox: Outbox) -> str:
    found = re.search(r"\d{6}", outbox[-1][1])
    assert found
    return found[0]


def test_the_code_goes_to_the_number_and_opens_once(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    code_id = ask("+86 140-0000-0001")
    run_jobs()
    assert outbox[0][0] == PHONE
    code = sent_code(outbox)
    checked = actions.check_code(code_id=code_id, typed=code, now=NOON + 4 * MINUTE)
    assert checked.person_ids == (phoned.persons["resident"].pk,)
    again = actions.check_code(code_id=code_id, typed=code, now=NOON + 4 * MINUTE)
    assert (again.person_ids, again.is_over) == ((), True)


def test_a_code_is_over_after_five_minutes(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    code_id = ask()
    run_jobs()
    late = actions.check_code(code_id=code_id, typed=sent_code(outbox), now=NOON + 5 * MINUTE)
    assert (late.person_ids, late.is_over) == ((), True)


def test_five_wrong_tries_end_a_code_even_for_who_then_types_it_right(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    code_id = ask()
    run_jobs()
    right = sent_code(outbox)
    wrong = "000000" if right != "000000" else "111111"
    tries = [actions.check_code(code_id=code_id, typed=wrong, now=NOON) for _time in range(5)]
    assert [each.is_over for each in tries] == [False] * 4 + [True]
    assert actions.check_code(code_id=code_id, typed=right, now=NOON).person_ids == ()


def test_a_number_that_nobody_has_is_asked_and_counted_the_same_and_gets_nothing(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int]
) -> None:
    unknown = ask("14000000099")
    assert run_jobs() == 1
    assert outbox == []
    with pytest.raises(TooMany):
        ask("14000000099", minutes=0.5)
    row = PhoneCode.objects.get(id=unknown)
    assert row.code == ""
    tried = actions.check_code(code_id=unknown, typed="000000", now=NOON)
    assert (tried.person_ids, tried.is_over) == ((), False)


def test_nobody_comes_in_by_a_number_that_nobody_has_even_with_its_code(
    phoned: Town, outbox: Outbox, settings: Settings
) -> None:
    settings.HUIYIN_DEMO = True
    code_id = ask("14000000099")
    code = PhoneCode.objects.get(id=code_id).code
    assert actions.check_code(code_id=code_id, typed=code, now=NOON).person_ids == ()


def test_a_number_gets_five_codes_an_hour_and_not_two_in_a_minute(
    phoned: Town, outbox: Outbox
) -> None:
    for at in range(5):
        ask(minutes=2 * at)
    with pytest.raises(TooMany) as refused:
        ask(minutes=20)
    assert refused.value.retry_after_s == 40 * 60
    ask(minutes=61)
    with pytest.raises(TooMany):
        ask(minutes=61.5)


def test_an_address_asks_for_so_many_numbers_and_no_more(
    phoned: Town, outbox: Outbox, settings: Settings
) -> None:
    settings.HUIYIN_SIGN_IN = {"codes_per_address": 3}
    for number in range(3):
        ask(f"1400000010{number}")
    with pytest.raises(TooMany):
        ask("14000000109")
    ask("14000000109", address="198.51.100.4")


def test_what_is_no_number_is_refused_before_anything_is_written(town: Town) -> None:
    with pytest.raises(Refused):
        ask("12345")
    assert not PhoneCode.objects.exists()


def test_a_family_that_shares_a_number_is_found_whole_under_former_keys_too(
    phoned: Town, outbox: Outbox, run_jobs: Callable[[], int], settings: Settings
) -> None:
    neighbour = phoned.persons["neighbour"]
    neighbour.phone, neighbour.phone_hash = PHONE, lookup_hash(PHONE)
    neighbour.save()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of thirty-two characters"
    code_id = ask()
    run_jobs()
    checked = actions.check_code(code_id=code_id, typed=sent_code(outbox), now=NOON)
    both = {phoned.persons["resident"].pk, neighbour.pk}
    assert set(checked.person_ids) == both


def test_yesterdays_codes_are_swept(phoned: Town, outbox: Outbox) -> None:
    ask()
    actions.remove_old(now=NOON + timedelta(days=2))
    assert not PhoneCode.objects.exists()


def test_a_site_that_changes_a_limit_keeps_the_others() -> None:
    assert Limits.of({"failures": 3}).lock_minutes == Limits().lock_minutes
