"""What carries messages to telephones."""

import json
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.ground import sms


class Carrier:
    """A provider of a site's own."""

    def send(self, phone: str, text: str) -> None:
        raise ConnectionError(f"{phone}: {text}")


def test_the_file_takes_a_line_for_each_message_and_nobody_else_reads_it(
    settings: Settings, tmp_path: Path
) -> None:
    settings.HUIYIN_HOME, settings.HUIYIN_SMS = tmp_path, "file"
    for text in ("一", "二"):
        sms.carrier().send("14000000001", text)
    lines = [json.loads(line) for line in sms.outbox().read_text("utf-8").splitlines()]
    assert [line["text"] for line in lines] == ["一", "二"]
    assert sms.outbox().stat().st_mode & 0o077 == 0


def test_the_console_says_it(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.HUIYIN_SMS = "console"
    sms.carrier().send("14000000001", "一")
    assert "14000000001: 一" in capsys.readouterr().err


def test_a_class_of_the_sites_own_is_asked(settings: Settings) -> None:
    settings.HUIYIN_SMS = f"{__name__}.Carrier"
    with pytest.raises(ConnectionError):
        sms.carrier().send("14000000001", "一")


def test_a_site_may_carry_none(settings: Settings) -> None:
    settings.HUIYIN_SMS = ""
    assert not sms.is_available()
