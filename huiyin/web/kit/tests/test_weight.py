"""The first view of a resident stays light: a cheap phone in a basement has to load it."""

import gzip
import re
from datetime import datetime
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.test import RequestFactory

from huiyin.lib.gathering import gathered
from huiyin.lib.times import ZONE
from huiyin.web.kit.icons import drawings

MOST_BYTES = 30_000


def weight(name: str) -> int:
    """Of a file as it is served, with all that it imports."""
    return len(gzip.compress(gathered(name, words_of).encode(), compresslevel=6))


def words_of(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text(encoding="utf-8")


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


def test_the_icons_weigh_little() -> None:
    drawn = "".join(drawings().values())
    assert len(gzip.compress(drawn.encode(), compresslevel=6)) < 4_000
