"""What is owed at the door, how long a session stands, what is kept of where somebody came from."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.conftest import NOON
from huiyin.sign_in.rules import (
    Ending,
    Entry,
    Limits,
    Step,
    Way,
    code_hash,
    device_of,
    device_words,
    new_code,
    next_step,
    refusal_of,
    shortened,
)

LIMITS = Limits()
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("has", "given_", "owed", "due", "step"),
    [
        (False, False, False, False, None),
        (True, False, False, True, Step.SECOND),
        (True, True, True, True, Step.PASSWORD),
        (False, False, True, True, Step.PASSWORD),
        (False, False, True, False, Step.ENROL),
        (True, True, True, False, None),
    ],
)
def test_both_are_shown_before_a_password_is_changed_and_before_anybody_is_in(
    *, has: bool, given_: bool, owed: bool, due: bool, step: Step | None
) -> None:
    found = next_step(
        way=Way.PASSWORD,
        has_factor=has,
        is_second_given=given_,
        is_second_owed=owed,
        is_password_due=due,
    )
    assert found is step


@given(st.booleans(), st.booleans())
def test_who_has_a_second_factor_never_comes_in_by_password_alone(owed: bool, due: bool) -> None:
    step = next_step(
        way=Way.PASSWORD,
        has_factor=True,
        is_second_given=False,
        is_second_owed=owed,
        is_password_due=due,
    )
    assert step is Step.SECOND


def entry(*, is_staff: bool = True, has_second: bool = False) -> Entry:
    return Entry.begun(
        way=Way.PASSWORD, is_staff=is_staff, has_second=has_second, limits=LIMITS, now=NOON
    )


def test_a_session_of_staff_ends_after_half_an_hour_of_rest_and_after_twelve_hours_of_work() -> (
    None
):
    begun = entry()
    assert begun.ending(NOON + 29 * MINUTE) is None
    assert begun.ending(NOON + 30 * MINUTE) is Ending.IDLE
    used = Entry.read({**begun.kept(), "seen": int((NOON + timedelta(hours=12)).timestamp())})
    assert used is not None
    assert used.ending(NOON + timedelta(hours=12)) is Ending.TOO_LONG


def test_a_residents_phone_may_lie_in_a_drawer_for_weeks() -> None:
    assert entry(is_staff=False).ending(NOON + timedelta(days=60)) is None
    assert entry(is_staff=False).ending(NOON + timedelta(days=90)) is Ending.IDLE


def test_use_is_written_down_at_most_once_a_minute() -> None:
    assert not entry().is_to_be_written(NOON + timedelta(seconds=59))
    assert entry().is_to_be_written(NOON + MINUTE)


def test_a_second_factor_counts_as_given_just_now_for_a_quarter_of_an_hour() -> None:
    assert not entry().is_confirmed(within=LIMITS.confirmed, now=NOON)
    assert entry(has_second=True).is_confirmed(within=LIMITS.confirmed, now=NOON + 14 * MINUTE)
    assert not entry(has_second=True).is_confirmed(within=LIMITS.confirmed, now=NOON + 15 * MINUTE)


def test_what_a_session_holds_and_is_not_ours_is_no_entry() -> None:
    assert Entry.read({"somebody": "else"}) is None
    assert Entry.read(None) is None


@given(st.ip_addresses())
def test_an_address_is_kept_by_half(address: object) -> None:
    kept = shortened(str(address))
    assert kept.endswith("*")
    assert len(kept) <= 24
    assert str(address) != kept


def test_what_is_no_address_is_not_kept() -> None:
    assert shortened("113.128.7.9") == "113.128.*.*"
    assert shortened("2001:db8::7") == "2001:0db8:*"
    assert shortened("") == ""


@pytest.mark.parametrize(
    ("said", "kept", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 13) Chrome/116 MicroMessenger/8.0",
            "wechat/android",
            "微信 · 安卓手机",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140",
            "edge/windows",
            "Edge · Windows 电脑",
        ),
        ("curl/8", "/", "未知设备"),
    ],
)
def test_a_device_is_kept_as_two_words_of_ours(said: str, kept: str, words: str) -> None:
    assert device_of(said) == kept
    assert device_words(kept) == words


def test_codes_have_six_digits_and_are_kept_so_that_nobody_reads_them() -> None:
    codes = {new_code() for _time in range(50)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 40
    assert code_hash("123456", code_id=1, key=b"k") != code_hash("123456", code_id=2, key=b"k")


def test_a_password_with_a_name_in_it_will_not_do() -> None:
    assert "用户名" in refusal_of(
        "Linxiao-2026x", names=["linxiao"], is_common=False, is_former=False
    )
    assert refusal_of("Right-horse-7", names=["ab", ""], is_common=False, is_former=False) == ""
