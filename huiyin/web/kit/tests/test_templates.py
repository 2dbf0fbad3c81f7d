"""Templates hold to the rules of the house: known icons, nothing inline."""

import re
from pathlib import Path

import pytest

from huiyin.web.kit import badges
from huiyin.web.kit.icons import drawings
from huiyin.web.kit.templatetags.kit_talk import RUNG_ICONS

WEB = Path(__file__).parents[2]
ICONS = frozenset(drawings())
TEMPLATES = sorted(WEB.glob("*/templates/**/*.html"))
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", re.I)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_icon_that_is_named_is_drawn(path: Path) -> None:
    text = path.read_text("utf-8")
    named = re.findall(r"\{% (?:icon|nav_item \S+ \S+) \"([^\"]+)\"", text)
    named += re.findall(r"\bicon=\"([^\"]+)\"", text)
    assert not set(named) - ICONS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_nothing_stands_inline_that_the_policy_would_drop(path: Path) -> None:
    assert not INLINE.search(path.read_text("utf-8"))


def test_the_icons_of_badges_and_rungs_are_drawn() -> None:
    words = (*badges.STAFF.values(), *badges.RESIDENT.values(), *badges.URGENCY.values())
    assert {icon for _, icon, _ in words} | set(RUNG_ICONS.values()) <= ICONS
