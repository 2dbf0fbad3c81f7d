from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.sign_in.tests.conftest import appoint, outbox, phoned

__all__ = ["appoint", "outbox", "phoned"]


@pytest.fixture(autouse=True)
def _test_pages(settings: Settings) -> None:
    """The kit alone, with the pages of `pages` and their templates."""
    settings.ROOT_URLCONF = "huiyin.web.kit.tests.pages"
    engine = {**settings.TEMPLATES[0], "DIRS": [Path(__file__).parent / "templates"]}
    settings.TEMPLATES = [engine]
