"""Another key for the site: whoever has a second factor still gets in with it."""

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from pytest_django import Settings

from huiyin.conftest import NOON, Town
from huiyin.ground.keys.actions import rotate
from huiyin.ground.keys.queries import columns, state
from huiyin.sign_in import actions
from huiyin.sign_in.rules import Factor

SECRET = "JBSWY3DPEHPK3PXP"


def code_at(seconds: int = 0) -> str:
    value: str = format_hotp_value(hotp_value(SECRET, (int(NOON.timestamp()) + seconds) // 30))
    return value


@pytest.mark.django_db
def test_after_a_rotation_codes_open_without_the_former_key(town: Town, settings: Settings) -> None:
    account_id = town.persons["officer"].account.pk
    actions.add_totp(account_id=account_id, secret=SECRET, typed=code_at(), now=NOON)
    spare = actions.new_recovery_codes(account_id=account_id)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-another-key-another-key"
    assert sum(batch.renewed for batch in rotate()) == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert sum(state(column).former for column in columns()) == 0
    later = NOON.replace(minute=NOON.minute + 1)
    given = actions.give_second(account_id=account_id, typed=code_at(60), now=later)
    assert given is Factor.TOTP
    given = actions.give_second(account_id=account_id, typed=spare[0], now=later)
    assert given is Factor.RECOVERY
