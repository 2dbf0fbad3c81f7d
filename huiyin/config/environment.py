"""The environment a site is configured by. A missing or wrong value stops start-up with its name and remedy."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class WrongSetting(SystemExit):
    """A setting that start-up cannot go on with; its text names the variable and the remedy."""


@dataclass(frozen=True)
class Environment:
    home: Path
    port: int
    secret_key: str
    database: dict[str, Any]
    live_url: str
    is_demo: bool
    allowed_hosts: list[str]


def read_environment() -> Environment:
    port = int(os.environ.get("HUIYIN_PORT", "8000"))
    return Environment(
        home=Path(os.environ.get("HUIYIN_HOME", ".huiyin")).resolve(),
        port=port,
        secret_key=os.environ["HUIYIN_SECRET_KEY"],
        database=database(os.environ["DATABASE_URL"]),
        live_url=os.environ.get("HUIYIN_LIVE_URL", ""),
        is_demo=os.environ.get("HUIYIN_DEMO") == "1",
        allowed_hosts=["localhost", "127.0.0.1", "testserver"],
    )


def database(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
    }
