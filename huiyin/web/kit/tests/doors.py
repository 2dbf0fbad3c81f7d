"""Somebody with a browser in front of the door, at a given time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import time_machine
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from huiyin.conftest import NOON, Town
from huiyin.web.kit.entering import ENTRY

PASSWORD = "Right-horse-7"
NEW_PASSWORD = "Quite-another-8"
LINUX = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140"


@contextmanager
def at(minutes: float = 0) -> Iterator[None]:
    """So many minutes after noon; no time passes inside."""
    with time_machine.travel(NOON + timedelta(minutes=minutes), tick=False):
        yield


def with_password(town: Town, *keys: str, password: str = PASSWORD) -> None:
    for key in keys:
        account = town.persons[key].account
        account.set_password(password)
        account.save()


class Browser(Client):
    """A client that says where it was led to, or what it reads."""

    def __init__(self, *, address: str = "203.0.113.9") -> None:
        super().__init__(HTTP_USER_AGENT=LINUX, HTTP_X_FORWARDED_FOR=address)

    def sent(self, where: str, **fields: str) -> str:
        answer = self.post(where, fields)
        return answer.headers.get("Location", "") or str(strip_tags(answer.content.decode()))

    def sign_in(self, username: str, password: str = PASSWORD) -> str:
        return self.sent("/sign-in/", username=username, password=password)

    def read(self, where: str) -> str:
        answer = self.get(where, follow=True)
        return str(strip_tags(answer.content.decode()))

    @property
    def is_in(self) -> bool:
        return "_auth_user_id" in self.session


def totp_code(secret: str, *, minutes: float = 0) -> str:
    """What the app shows so many minutes after noon."""
    counter = int((NOON + timedelta(minutes=minutes)).timestamp()) // 30
    return str(totp.format_hotp_value(totp.hotp_value(secret, counter)))


def confirmed(client: Client) -> Client:
    """A client of `force_login` that has just given a second factor, for pages behind `second_factor_required`."""
    session = client.session
    moment = int(timezone.now().timestamp())
    session[ENTRY] = {**session[ENTRY], "second": moment, "sure": moment}
    session.save()
    return client
