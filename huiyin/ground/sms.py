"""Messages to telephones. Which provider carries them is the site's choice: a class with one method.

`console` and `file` are for development: they carry nothing to any telephone.
"""

import json
import os
import sys
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Sms(Protocol):
    """What a provider is to us."""

    def send(self, phone: str, text: str) -> None:
        """Hand one message over. Raises whatever it likes when that fails: the job is tried again."""


class ConsoleSms:
    """Writes messages to the log of the process, for a developer to read."""

    def send(self, phone: str, text: str) -> None:
        sys.stderr.write(f"SMS {phone}: {text}\n")


class FileSms:
    """Writes messages to HUIYIN_HOME/sms/outbox.jsonl, one a line, for a developer and for tests to read."""

    def send(self, phone: str, text: str) -> None:
        path = outbox()
        path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"phone": phone, "text": text}, ensure_ascii=False) + "\n"
        # nobody else of the machine reads it
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(line)


KNOWN: dict[str, type[Sms]] = {"console": ConsoleSms, "file": FileSms}


def outbox() -> Path:
    """Where `file` writes to."""
    return Path(settings.HUIYIN_HOME) / "sms" / "outbox.jsonl"


def is_available() -> bool:
    """Whether the site can reach telephones at all."""
    return bool(settings.HUIYIN_SMS)


def carrier() -> Sms:
    """The provider that HUIYIN_SMS names: console, file, or the dotted path of a class. Raises ImportError."""
    name: str = settings.HUIYIN_SMS
    made: Sms = (KNOWN.get(name) or import_string(name))()
    return made
