"""What an authenticator app reads off the screen."""

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from qrcode import constants, make
from qrcode.image.svg import SvgPathImage

from huiyin.sign_in.adapter import SITE

if TYPE_CHECKING:
    from huiyin.people.models import Account


def totp_address(account: "Account", secret: str) -> str:
    """The address that opens an authenticator app on the telephone itself."""
    label = quote(f"{SITE}:{account.username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': SITE})}"


def totp_picture(address: str) -> str:
    """The same as an SVG to stand in the page: no other request ever carries the secret."""
    picture = make(
        address,
        image_factory=SvgPathImage,
        error_correction=constants.ERROR_CORRECT_M,
        border=2,
    )
    drawn: bytes = picture.to_string()
    return drawn.decode()
