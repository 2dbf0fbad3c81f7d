"""Nobody is the first visitor."""

from pathlib import Path

from django.template import Engine
from django.template.loaders.cached import Loader

from huiyin.config.warming import read_templates

HOUSE = Path(__file__).parents[2]


def test_every_template_is_read_before_it_is_asked_for() -> None:
    names = read_templates()
    files = [path for path in HOUSE.rglob("templates/**/*.html") if "tests" not in path.parts]
    assert len(names) == len(files)
    loader = Engine.get_default().template_loaders[0]
    assert isinstance(loader, Loader)
    assert {"resident/home.html", "kit/base.html"} <= loader.get_template_cache.keys()
