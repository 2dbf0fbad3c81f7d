"""What people write, as it is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.groups.rules import words
from huiyin.groups.rules.words import excerpt, normalise

OVERRIDES = "\u202a\u202b\u202c\u202d\u202e"
any_text = st.text(st.characters(), max_size=200)
awkward = st.text(
    st.sampled_from(
        [*"ab 中。\n\r\t\x00\x07\u0301\u2066\u2067\u2068\u2069\u202e\u2028\ufeff\u200d👩🏽🚒é"]
    ),
    max_size=60,
)


@given(any_text | awkward)
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(any_text | awkward)
def test_nothing_of_what_the_database_or_the_screen_cannot_bear_is_kept(text: str) -> None:
    kept = normalise(text)
    assert kept.isprintable() or all(
        unicodedata.category(c) not in {"Cc", "Cs"} or c == "\n" for c in kept
    )
    assert not set(kept) & set(OVERRIDES)
    kept.encode()  # no half of a pair
    assert unicodedata.is_normalized("NFC", kept)


@given(awkward)
def test_each_line_closes_what_it_opens_and_nothing_else(text: str) -> None:
    for line in normalise(text).split("\n"):
        depth = 0
        for character in line:
            depth += character in "\u2066\u2067\u2068"
            depth -= character == "\u2069"
            assert depth >= 0
        assert depth == 0


@given(st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=50))
def test_ordinary_words_stay_as_they_are_but_composed(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("停水了", "停水了"),
        ("一\r\n二\r三", "一\n二\n三"),
        ("a\x00b\x07c", "abc"),
        ("e\u0301", "é"),
        ("\u202egpj.exe", "gpj.exe"),
        ("\u2067שלום", "\u2067שלום\u2069"),
        ("完\u2069", "完"),
        ("👩🏽‍🚒👍", "👩🏽‍🚒👍"),
        (" \u200b\u200d\u3000\n ", ""),
        ("", ""),
        ("嗯", "嗯"),
    ],
)
def test_words_are_kept_like_this(written: str, kept: str) -> None:
    assert normalise(written) == kept


def test_an_excerpt_is_one_short_line() -> None:
    assert excerpt("停水\n了 吗") == "停水 了 吗"
    assert excerpt("水" * 100) == "水" * 59 + "…"


@given(st.text(st.characters(max_codepoint=0xFFFF, categories=["L", "M", "N", "P", "S", "Z"])))
def test_the_short_way_for_plain_words_ends_where_the_long_one_does(text: str) -> None:
    assert words.normalise(text) == words._normalise(text)


@given(st.text(st.sampled_from("停水了 　，。？“”…—（）～@＠aZ09~!、》【")))
def test_plain_words_go_the_short_way(text: str) -> None:
    assert words._PLAIN.fullmatch(text)
    assert words.normalise(text) == words._normalise(text)


def test_every_plain_character_is_one_that_stays() -> None:
    plain = [chr(point) for point in range(0x10000) if words._PLAIN.fullmatch(chr(point))]
    assert len(plain) > 21_000
    assert [sign for sign in plain if words._normalise(f"一{sign}一") != f"一{sign}一"] == []
    assert words._normalise("".join(plain)) == "".join(plain).strip()
