"""A cheap phone in a basement has to load the talk of the group: it is the first view."""

import gzip
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from huiyin.web.resident.tests.conftest import Street, html

MOST_BYTES = 30_000
HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


def test_scripts_and_styles_of_the_talk_weigh_below_30_kb(street: Street) -> None:
    page = html(street.client("resident").get(f"/groups/{street.group.pk}/"))
    names = {HASH.sub("", name) for name in re.findall(r'="/static/([^"]+\.(?:css|js))"', page)}
    assert "kit/elements/talk.js" in names
    weights = {}
    for name in names:
        path = finders.find(name)
        assert isinstance(path, str), name
        weights[name] = len(gzip.compress(Path(path).read_bytes(), compresslevel=6))
    assert sum(weights.values()) < MOST_BYTES, weights
