"""Keys of programs: made, used, revoked. The ledger is told the prefix, never the secret."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import ceil

from django.db import transaction
from django.db.models import Case, F, Q, Value, When

from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import NotThere, Refused, TooMany
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries
from huiyin.people.models import ApiKey
from huiyin.people.rules import KeyFacts, Scope
from huiyin.people.rules.keys import (
    LONGEST_LIFE,
    PER_MINUTE,
    WINDOW,
    check_scopes,
    new_secret,
    secret_hash,
)


@transaction.atomic
def create_key(
    *,
    person_id: int,
    name: str,
    scopes: Iterable[str],
    lives: timedelta,
    now: datetime,
    per_minute: int = PER_MINUTE,
    by: By | None = None,
) -> tuple[ApiKey, str]:
    """Make a key with which a program acts for a person. Returns it with the secret, which is shown only now.

    lives: how long it opens anything, at most a year. by: who makes it, the holder when left out. Raises NotThere for
    an unknown person; Refused for no name, no or unknown scopes, a life or rate that is none.
    """
    holder = queries.person(person_id)
    if not name.strip():
        raise Refused(_("请写明这个密钥的用途。"))
    if not timedelta() < lives <= LONGEST_LIFE:
        raise Refused(_("密钥的有效期必须在 1 天到 366 天之间。"))
    if per_minute < 1:
        raise Refused(_("每分钟的请求次数必须大于 0。"))
    prefix, secret = new_secret()
    key = ApiKey.objects.create(
        person=holder,
        name=name.strip()[:64],
        prefix=prefix,
        secret_hash=secret_hash(secret),
        scopes=check_scopes(scopes),
        per_minute=per_minute,
        created_at=now,
        expires_at=now + lives,
        window_at=now,
    )
    _record("key.created", key, by, now)
    return key, secret


@transaction.atomic
def revoke_key(*, prefix: str, now: datetime, by: By | None = None) -> ApiKey:
    """End a key for good; ending it again changes nothing. Raises NotThere for an unknown prefix."""
    key = ApiKey.objects.select_for_update().filter(prefix=prefix).first()
    if key is None:
        raise NotThere(_("没有找到这个密钥。"))
    if key.revoked_at is None:
        key.revoked_at = now
        key.save(update_fields=["revoked_at"])
        _record("key.revoked", key, by, now)
    return key


def use_key(secret: str, *, now: datetime) -> KeyFacts | None:
    """Take a request of a key: count it, and say whose it is. None for a secret that opens nothing (any more).

    Two queries. The count stands whatever becomes of the request, so the caller is outside its transaction. Raises
    TooMany when the minute is used up.
    """
    key = _valid(secret, now)
    if key is None:
        return None
    is_over = Q(window_at__lte=now - WINDOW)
    counted = ApiKey.objects.filter(is_over | Q(window_used__lt=F("per_minute")), pk=key.pk).update(
        last_used_at=now,
        window_used=Case(When(is_over, then=Value(1)), default=F("window_used") + 1),
        window_at=Case(When(is_over, then=Value(now)), default=F("window_at")),
    )
    if not counted:
        left = (key.window_at + WINDOW - now).total_seconds()
        raise TooMany(
            _("这个密钥每分钟最多请求 %(most)d 次，请稍后再试。"),
            most=key.per_minute,
            retry_after_s=min(max(ceil(left), 1), int(WINDOW.total_seconds())),
        )
    return KeyFacts(
        id=key.pk,
        prefix=key.prefix,
        person_id=key.person_id,
        scopes=frozenset(scope for scope in Scope if scope in key.scopes),
    )


def _valid(secret: str, now: datetime) -> ApiKey | None:
    """The key of a secret, unless it was revoked, is over, or its holder's account was closed."""
    open_now = Q(revoked_at=None, expires_at__gt=now)
    not_closed = Q(person__account=None) | Q(person__account__is_active=True)
    return ApiKey.objects.filter(open_now, not_closed, secret_hash=secret_hash(secret)).first()


def _record(kind: str, key: ApiKey, by: By | None, now: datetime) -> None:
    record(
        kind,
        subject="key",
        subject_id=key.pk,
        by=by or By(key.person_id, None),
        at=now,
        area="",
        data={"prefix": key.prefix, "person_id": key.person_id, "scopes": list(key.scopes)},
    )
