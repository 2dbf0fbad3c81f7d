"""Every pair of ink and ground in tokens.css holds WCAG AA, in light, dark and elder mode."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parent.parent / "static" / "kit" / "tokens.css").read_text("utf-8")
GROUNDS = ("paper", "card", "sunk")
TONES = ("primary", "amber", "red", "green", "calm")

TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS],
    *[("ink", f"{tone}-soft") for tone in TONES],
    *[("ink-2", f"{tone}-soft") for tone in TONES],
    *[(f"{tone}-ink", f"{tone}-soft") for tone in TONES],
    *[("primary-ink", ground) for ground in GROUNDS],
    *[("red-ink", ground) for ground in GROUNDS],
    *[("amber-ink", ground) for ground in GROUNDS],
    *[("on-primary", ground) for ground in ("primary", "primary-hover")],
    ("on-amber", "amber"),
    ("on-red", "red"),
    ("on-green", "green"),
]
# what is not text but must be found: borders of inputs, icons, the ring, the focus
MARKS = [
    *[("edge", ground) for ground in GROUNDS],
    *[("primary", ground) for ground in GROUNDS],
    *[("red", ground) for ground in GROUNDS],
    *[("amber", ground) for ground in ("card",)],
    *[("green", ground) for ground in GROUNDS],
]


def block(opening: str) -> dict[str, str]:
    """The colours set in one rule of the file."""
    start = TOKENS.index(opening)
    body = TOKENS[start : TOKENS.index("}", start)]
    return dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6})", body))


LIGHT = block(":root {")
DARK = {**LIGHT, **block(':root[data-theme="dark"] {')}
ELDER = {**LIGHT, **block(':root[data-mode="elder"] {')}
ELDER_DARK = {**DARK, **block(':root[data-mode="elder"][data-theme="dark"] {')}
THEMES = {"light": LIGHT, "dark": DARK, "elder": ELDER, "elder dark": ELDER_DARK}


def luminance(colour: str) -> float:
    def linear(part: str) -> float:
        value = int(part, 16) / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(colour[place : place + 2]) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_is_read_on_every_ground_it_stands_on(theme: str) -> None:
    colours = THEMES[theme]
    faint = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in TEXT
        if (ratio := contrast(colours[ink], colours[ground])) < 4.5
    }
    assert not faint


@pytest.mark.parametrize("theme", THEMES)
def test_every_border_and_mark_is_found(theme: str) -> None:
    colours = THEMES[theme]
    faint = {
        f"{mark} on {ground}": round(ratio, 2)
        for mark, ground in MARKS
        if (ratio := contrast(colours[mark], colours[ground])) < 3
    }
    assert not faint


def test_the_device_and_the_switch_give_the_same_dark_theme() -> None:
    assert block(':root:not([data-theme="light"]) {') == block(':root[data-theme="dark"] {')


def test_contrast_is_computed_as_wcag_does() -> None:
    assert round(contrast("#ffffff", "#000000"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
