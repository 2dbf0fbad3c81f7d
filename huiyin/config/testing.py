"""A pytest plugin (see pyproject.toml): the tests bring their own PostgreSQL and their own home.

Loaded before Django's settings are read. With DATABASE_URL set, that server is used instead.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings

from huiyin.ground.postgres import Server


def _bring_home() -> None:
    home = Path(tempfile.mkdtemp(prefix="huiyin-tests-"))
    os.environ["HUIYIN_HOME"] = str(home)
    atexit.register(shutil.rmtree, home, ignore_errors=True)


def _bring_database() -> None:
    server = Server(Path(os.environ["HUIYIN_HOME"]), is_durable=False)
    server.start()
    atexit.register(server.stop)
    os.environ["DATABASE_URL"] = server.url


# the workers of xdist are children of the process that did this, and find it done
os.environ.setdefault("HUIYIN_SECRET_KEY", "for tests alone, protects nothing at all")
os.environ.setdefault("HUIYIN_HTTPS", "0")
if "HUIYIN_HOME" not in os.environ:
    _bring_home()
if "DATABASE_URL" not in os.environ:
    _bring_database()


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Settings that make tests quick: cheap passwords, static files under their own names."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise looks for it
