"""A cheap phone in a basement has to load the talk of the group: it is the first view."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from huiyin.lib.gathering import gathered
from huiyin.web.resident.tests.conftest import Street, html

MOST_BYTES = 30_000
MOST_REQUESTS = 2  # each costs a weak phone as much as some kilobytes
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


def words_of(name: str) -> str:
    found = finders.find(name)
    assert isinstance(found, str), name
    return Path(found).read_text(encoding="utf-8")


def test_the_talk_asks_for_one_script_and_one_style_that_weigh_below_30_kb(street: Street) -> None:
    page = html(street.client("resident").get(f"/groups/{street.group.pk}/"))
    names = {HASH.sub("", name) for name in re.findall(r'="/static/([^"]+\.(?:css|js))"', page)}
    whole = {name: gathered(name, words_of) for name in names}
    assert any('define("huiyin-talk"' in words for words in whole.values())
    assert len(names) <= MOST_REQUESTS
    weights = {name: len(gzip.compress(words.encode(), 6)) for name, words in whole.items()}
    assert sum(weights.values()) < MOST_BYTES, weights
