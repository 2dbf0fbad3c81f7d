"""What allauth's second factors ask of the site: names, and how secrets lie in the database."""

from typing import TYPE_CHECKING, Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter

from huiyin.ground.crypto import decrypted, encrypted

if TYPE_CHECKING:
    from huiyin.people.models import Account

SITE = "回音"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the same
    """Named in MFA_ADAPTER."""

    def get_totp_label(self, user: "Account") -> str:
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return SITE

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site to a passkey: the name it is called by, so that a copy of it elsewhere opens nothing."""
        return {"id": context.request.get_host().partition(":")[0], "name": SITE}

    def get_public_key_credential_user_entity(self, user: "Account") -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        shown = user.person.name if user.person else user.get_username()
        return {**entity, "display_name": shown, "name": user.get_username()}

    def encrypt(self, text: str) -> str:
        return encrypted(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypted(encrypted_text)

    def send_notification_mail(self, *args: object, **kwargs: object) -> None:
        """Nobody here has an address for mail: the history of the account tells."""
