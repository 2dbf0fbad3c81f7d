"""Keys of programs: one secret, a hash, an end, a count."""

from datetime import datetime, timedelta

import pytest

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.lib.refusal import NotThere, Refused, TooMany
from huiyin.people import queries
from huiyin.people.actions import create_key, revoke_key, use_key
from huiyin.people.models import ApiKey
from huiyin.people.rules import Scope

DAY = timedelta(days=1)


def made(town: Town, *, per_minute: int = 5, lives: timedelta = DAY) -> tuple[ApiKey, str]:
    return create_key(
        person_id=town.persons["officer"].pk,
        name="测试程序",
        scopes=["write:cases", "read:cases"],
        lives=lives,
        per_minute=per_minute,
        now=NOON,
    )


def test_a_key_opens_its_scopes_for_its_holder_and_keeps_no_secret(town: Town) -> None:
    key, secret = made(town)
    facts = use_key(secret, now=NOON)
    assert facts is not None
    assert (facts.person_id, facts.prefix) == (town.persons["officer"].pk, key.prefix)
    assert facts.scopes == {Scope.READ_CASES, Scope.WRITE_CASES}
    key.refresh_from_db()
    assert key.last_used_at == NOON
    assert secret.startswith(f"{key.prefix}_")
    assert secret not in str(vars(key))
    assert use_key(secret + "x", now=NOON) is None
    assert use_key("", now=NOON) is None


def test_a_key_ends_and_can_be_revoked_and_closes_with_its_holders_account(town: Town) -> None:
    _, secret = made(town)
    assert use_key(secret, now=NOON + DAY) is None
    key, other = made(town)
    revoke_key(prefix=key.prefix, now=NOON)
    revoke_key(prefix=key.prefix, now=NOON + DAY)
    assert use_key(other, now=NOON) is None
    kinds = [entry.kind for entry in ledger.history("key", key.pk)]
    assert kinds == ["key.created", "key.revoked"]
    account = queries.account_of(town.persons["officer"].pk)
    account.is_active = False
    account.save()
    assert use_key(secret, now=NOON) is None
    with pytest.raises(NotThere):
        revoke_key(prefix="hy_nothing", now=NOON)


def test_the_requests_of_a_minute_are_counted_and_the_next_minute_begins_anew(town: Town) -> None:
    _, secret = made(town, per_minute=2)
    for second in (0, 1):
        assert use_key(secret, now=_after(second))
    with pytest.raises(TooMany) as refused:
        use_key(secret, now=_after(20))
    assert refused.value.retry_after_s == 40
    assert use_key(secret, now=_after(60))
    assert use_key(secret, now=_after(61))


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"scopes": []},
        {"scopes": ["read:everything"]},
        {"lives": timedelta()},
        {"lives": timedelta(days=367)},
        {"per_minute": 0},
    ],
    ids=str,
)
def test_a_key_without_name_end_scope_or_rate_is_refused(
    town: Town, wrong: dict[str, object]
) -> None:
    given: dict[str, object] = {
        "person_id": town.persons["officer"].pk,
        "name": "测试程序",
        "scopes": ["read:cases"],
        "lives": DAY,
        "now": NOON,
        **wrong,
    }
    with pytest.raises(Refused):
        create_key(**given)  # type: ignore[arg-type]  # each case is wrong in one argument
    assert queries.api_keys() == []


def _after(seconds: int) -> datetime:
    return NOON + timedelta(seconds=seconds)
