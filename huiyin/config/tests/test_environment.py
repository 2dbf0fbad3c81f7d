"""Every variable: what it gives, and the sentence when it is wrong."""

import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from huiyin.config import environment
from huiyin.config.environment import read_environment
from huiyin.config.wrong_setting import WrongSetting
from huiyin.ground.files.rules import Limits

KEY = "k" * 48
GOOD = {"HUIYIN_SECRET_KEY": KEY, "DATABASE_URL": "postgresql://u@h/n"}

WRONG = [
    ("HUIYIN_PORT", "80a"),
    ("HUIYIN_PORT", "0"),
    ("HUIYIN_PORT", "65535"),
    ("HUIYIN_PORT", "٨٠٠٠"),
    ("HUIYIN_HOME", "/dev/null"),
    ("HUIYIN_SECRET_KEY", ""),
    ("HUIYIN_SECRET_KEY", "short"),
    ("DATABASE_URL", "mysql://u@h/n"),
    ("DATABASE_URL", "postgresql://u@h"),
    ("DATABASE_URL", "postgresql://u@h:port/n"),
    ("DATABASE_URL", "n"),
    ("HUIYIN_LIVE_URL", "live.example.cn"),
    ("HUIYIN_LIVE_URL", "javascript:1"),
    ("HUIYIN_HOSTS", "https://example.cn"),
    ("HUIYIN_DEMO", "yes"),
    ("HUIYIN_HTTPS", "on"),
    ("HUIYIN_ID_NODES", "32"),
    ("HUIYIN_ID_NODES", "0-64"),
    ("HUIYIN_ID_NODES", "31-0"),
    ("HUIYIN_ID_NODES", "a-b"),
    ("HUIYIN_FILE_LIMITS", "picture=10"),
    ("HUIYIN_FILE_LIMITS", "picture_bytes=15 MB"),
    ("HUIYIN_FILE_LIMITS", "picture_bytes=0"),
    ("HUIYIN_FILE_LIMITS", "video_seconds=-90"),
    ("HUIYIN_FILE_LIMITS", "video_seconds"),
    ("HUIYIN_SIGN_IN", "failures=0"),
    ("HUIYIN_SIGN_IN", "unknown=3"),
    ("HUIYIN_SIGN_IN", "failures"),
    ("HUIYIN_SIGN_IN", "lock_minutes=-1"),
    ("HUIYIN_SMS", "no such/thing"),
    ("HUIYIN_PROXIES", "proxy.example"),
]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    return {"HUIYIN_HOME": str(tmp_path)}


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_wrong_value_is_named_with_a_remedy_in_two_languages(
    home: dict[str, str], name: str, value: str
) -> None:
    with pytest.raises(WrongSetting) as wrong:
        read_environment({**GOOD, **home, name: value})
    chinese, english = str(wrong.value).split("\n")
    assert chinese.startswith(f"{name}:")
    assert english.startswith(f"{name}: ")


def test_a_missing_database_is_named(home: dict[str, str]) -> None:
    with pytest.raises(WrongSetting, match="DATABASE_URL"):
        read_environment({"HUIYIN_SECRET_KEY": KEY, **home})


def test_an_ordinary_site_is_strict_by_default(home: dict[str, str]) -> None:
    site = read_environment({**GOOD, **home})
    assert not site.is_demo
    assert site.is_https
    assert site.hosts == ["localhost", "127.0.0.1", "[::1]"]
    assert (site.port, site.bind, site.live_url) == (8000, "127.0.0.1", "")


def test_a_demo_answers_to_every_name_and_streams_one_port_on(home: dict[str, str]) -> None:
    demo = read_environment({**GOOD, **home, "HUIYIN_DEMO": "1", "HUIYIN_PORT": "8100"})
    assert (demo.hosts, demo.live_url, demo.is_https) == (["*"], ":8101", False)


def test_a_demo_keeps_its_own_secret_key(home: dict[str, str]) -> None:
    (Path(home["HUIYIN_HOME"]) / "secret-key").write_text(f"{KEY}\n")
    variables = {**home, "DATABASE_URL": GOOD["DATABASE_URL"]}
    assert read_environment({**variables, "HUIYIN_DEMO": "1"}).secret_key == KEY
    with pytest.raises(WrongSetting, match="HUIYIN_SECRET_KEY"):
        read_environment(variables)


def test_a_site_says_how_large_files_may_be(home: dict[str, str]) -> None:
    assert read_environment({**GOOD, **home}).file_limits == {}
    wide = read_environment(
        {**GOOD, **home, "HUIYIN_FILE_LIMITS": "picture_bytes=10000000, video_seconds=90"}
    )
    assert wide.file_limits == {"picture_bytes": 10_000_000, "video_s": 90}


def test_machines_that_share_a_database_share_the_numbers_of_ids(home: dict[str, str]) -> None:
    assert read_environment({**GOOD, **home}).id_nodes == range(64)
    second = read_environment({**GOOD, **home, "HUIYIN_ID_NODES": "32-63"})
    assert second.id_nodes == range(32, 64)


def test_every_limit_of_files_that_can_be_set_is_one() -> None:
    assert set(environment.FILE_LIMITS.values()) < {field.name for field in fields(Limits)}


def test_an_address_of_postgresql_becomes_what_django_wants() -> None:
    found = environment.database(
        "postgresql://li%40x:p%2Fw@db.example:6432/na%20me?sslmode=require"
    )
    assert found["NAME"] == "na me"
    assert (found["USER"], found["PASSWORD"]) == ("li@x", "p/w")
    assert (found["HOST"], found["PORT"]) == ("db.example", "6432")
    assert found["OPTIONS"]["sslmode"] == "require"
    assert "idle_in_transaction_session_timeout=60s" in found["OPTIONS"]["options"]


def test_a_socket_folder_is_taken_from_the_query() -> None:
    found = environment.database("postgresql://huiyin@/huiyin?host=%2Ftmp%2Fa%20b")
    assert found["HOST"] == "/tmp/a b"  # noqa: S108 - only a text


@pytest.mark.parametrize("words", [["serve"], ["migrate"], ["web"]])
def test_a_wrong_setting_ends_a_command_with_a_sentence_and_code_2(
    tmp_path: Path, words: list[str]
) -> None:
    variables = {name: os.environ[name] for name in ("PATH",)}
    variables |= {"HUIYIN_HOME": str(tmp_path), "HUIYIN_PORT": "eight", **GOOD}
    ended = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "huiyin.config.cli", *words],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    assert "HUIYIN_PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_limits_of_sign_in_are_the_usual_ones_but_for_what_a_site_sets(
    home: dict[str, str],
) -> None:
    assert read_environment({**GOOD, **home}).sign_in == {}
    asked = {"HUIYIN_SIGN_IN": "staff_idle_minutes=60, password_days=0"}
    found = read_environment({**GOOD, **home, **asked}).sign_in
    assert found == {"staff_idle_minutes": 60, "password_days": 0}


def test_nothing_carries_messages_unless_it_is_named_and_a_demo_writes_them_down(
    home: dict[str, str],
) -> None:
    assert read_environment({**GOOD, **home}).sms == ""
    named = {"HUIYIN_SMS": "county_sms.Carrier"}
    assert read_environment({**GOOD, **home, **named}).sms == "county_sms.Carrier"
    assert read_environment({**GOOD, **home, "HUIYIN_DEMO": "1"}).sms == "file"


@pytest.mark.parametrize(
    ("value", "believed"),
    [(None, ["127.0.0.1/32", "::1/128"]), ("10.1.0.0/16", ["10.1.0.0/16"]), ("", [])],
)
def test_the_proxy_of_this_machine_is_believed_unless_others_are_named(
    home: dict[str, str], value: str | None, believed: list[str]
) -> None:
    named = {} if value is None else {"HUIYIN_PROXIES": value}
    found = read_environment({**GOOD, **home, **named}).proxies
    assert [str(each) for each in found] == believed
