from datetime import UTC, datetime, timedelta

import pytest

from huiyin.ground.files.rules import Container, Fault, Unfit, check_link, sign_link, sniff

NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)
LATER = NOW + timedelta(minutes=10)
KEY = b"key of the links"


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", Container.JPEG),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", Container.PNG),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", Container.WEBP),
        (b"RIFF\x10\x00\x00\x00WAVEfmt ", Container.WAV),
        (b"\x00\x00\x00\x18ftypheic\x00\x00", Container.HEIF),
        (b"\x00\x00\x00\x18ftypqt  \x00\x00", Container.MP4),
        (b"\xff\xfb\x90\x00", Container.MP3),
        (b"\xff\xf1\x4c\x40", Container.AAC),
        (b"#!AMR-WB\n", Container.AMR),
    ],
)
def test_the_first_bytes_tell_the_container(head: bytes, container: Container) -> None:
    assert sniff(head) == container


@pytest.mark.parametrize(
    "head",
    [
        b"<svg xmlns=",
        b"<!DOCTYPE html>",
        b"PK\x03\x04",
        b"%PDF-1.7",
        b"#EXTM3U\n",
        b"ffconcat version",
        b"\xff\xfe<\x00h\x00",
        b"RIFF\x10\x00\x00\x00AVI LIST",
        b"x",
    ],
)
def test_what_is_neither_picture_nor_recording_is_unknown(head: bytes) -> None:
    with pytest.raises(Unfit) as unfit:
        sniff(head)
    assert unfit.value.fault == Fault.UNKNOWN


def test_nothing_is_empty() -> None:
    with pytest.raises(Unfit) as unfit:
        sniff(b"")
    assert unfit.value.fault == Fault.EMPTY


def test_a_link_opens_one_file_for_one_person_until_it_expires() -> None:
    token = sign_link(7, 12, LATER, KEY)
    assert check_link(token, 7, 12, NOW, KEY)
    assert not check_link(token, 8, 12, NOW, KEY)
    assert not check_link(token, 7, 13, NOW, KEY)
    assert not check_link(token, 7, 12, LATER, KEY)
    assert not check_link(token, 7, 12, NOW, b"another key")


@pytest.mark.parametrize(
    "token", ["", ".", "9999999999.", "９９.a", "x.y", "1" * 5000, "-5.a", "99.é"]
)
def test_a_made_up_token_opens_nothing(token: str) -> None:
    assert not check_link(token, 7, 12, NOW, KEY)


def test_a_link_cannot_be_prolonged() -> None:
    _, seal = sign_link(7, 12, NOW, KEY).split(".")
    assert not check_link(f"{int(LATER.timestamp())}.{seal}", 7, 12, NOW, KEY)
