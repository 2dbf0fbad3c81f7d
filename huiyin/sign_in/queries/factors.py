"""Second factors, as allauth keeps them."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from huiyin.sign_in.rules import Factor


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """What an account has. codes_left: recovery codes nobody has used; None where none were made."""

    totp_since: datetime | None = None
    passkeys: tuple[Passkey, ...] = ()
    codes_left: int | None = None

    @property
    def has_any(self) -> bool:
        """Recovery codes alone are none: they stand in for one."""
        return self.totp_since is not None or bool(self.passkeys)

    @property
    def count(self) -> int:
        return len(self.passkeys) + (self.totp_since is not None)


def factors(account_id: int) -> Factors:
    """One query."""
    rows = list(Authenticator.objects.filter(user_id=account_id).order_by("id"))
    of_kind = {Factor(row.type): row for row in rows}
    totp, codes = of_kind.get(Factor.TOTP), of_kind.get(Factor.RECOVERY)
    return Factors(
        totp_since=totp.created_at if totp else None,
        passkeys=tuple(
            Passkey(row.pk, row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == Factor.PASSKEY
        ),
        codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def has_factor(account_id: int) -> bool:
    rows = Authenticator.objects.filter(user_id=account_id).exclude(type=Factor.RECOVERY)
    found: bool = rows.exists()
    return found


def recovery_codes(account_id: int) -> list[str]:
    """The codes nobody has used, to be shown right after they were made."""
    row = Authenticator.objects.filter(user_id=account_id, type=Factor.RECOVERY).first()
    return list(row.wrap().get_unused_codes()) if row else []
