"""The first view of a resident stays light: a cheap phone in a basement has to load it."""

import gzip
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

from huiyin.lib.times import ZONE

MOST_BYTES = 30_000


def weight(name: str) -> int:
    found = finders.find(name)
    assert isinstance(found, str), name
    return len(gzip.compress(Path(found).read_bytes(), compresslevel=6))


def loaded(page: str) -> list[str]:
    """The stylesheets and scripts a page asks for."""
    return re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', page)


def test_scripts_and_styles_of_a_residents_page_weigh_below_30_kb() -> None:
    request = RequestFactory().get("/")
    vars(request).update(now=datetime(2026, 9, 14, 9, tzinfo=ZONE), viewer=None, preferences={})
    page = render_to_string("kit/resident.html", request=request)
    # the talk of the group is the first view, and it listens
    files = {*loaded(page), "kit/talk.css"}
    if finders.find("kit/elements/live.js"):
        files.add("kit/elements/live.js")
    weights = {name: weight(name) for name in files}
    assert sum(weights.values()) < MOST_BYTES, weights


@pytest.mark.parametrize("name", ["kit/icons.svg"])
def test_the_icons_weigh_little(name: str) -> None:
    assert weight(name) < 4_000
