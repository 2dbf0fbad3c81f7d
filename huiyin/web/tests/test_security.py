"""What docs/operate/security.md promises and no other test holds."""

import logging
import re
from http import HTTPStatus
from pathlib import Path

import pytest
from django.conf import settings as site
from django.test import Client
from pytest_django import Settings

from huiyin.conftest import Town
from huiyin.web.api.tests.conftest import World, reply_of
from huiyin.web.tests.rows import address, examples, pages
from huiyin.web.tests.undoing import undone

WEB = Path(__file__).parents[1]
STORES = re.compile(r"\b(localStorage|sessionStorage|indexedDB|openDatabase|caches)\b")
# the same for everybody, and of nobody
PUBLIC = frozenset(
    {
        "resident:privacy",
        "resident:data",
        "resident:qr",
        "resident:grid",
        "kit:guide",
        "office:import_template",
    }
)


def signed_in(town: Town, key: str) -> Client:
    client = Client()
    client.force_login(town.persons[key].account)
    return client


@pytest.mark.parametrize("who", ["resident", "officer", "county"])
def test_no_page_behind_the_door_is_kept_by_anybody(
    peopled: World, who: str, settings: Settings, tmp_path: Path
) -> None:
    settings.HUIYIN_HOME = tmp_path
    objects, client = examples(peopled), signed_in(peopled.town, who)
    looked_at = 0
    for row in pages():
        if row.method != "GET" or row.name in PUBLIC or row.name == "kit:file":
            continue
        with undone():
            reply = reply_of(client.get(address(row, objects)))
        if reply.status == HTTPStatus.OK:
            assert "no-store" in reply.headers.get("Cache-Control", ""), row.name
            looked_at += 1
    assert looked_at > 10


def test_the_cookie_of_a_session_is_out_of_reach(town: Town) -> None:
    client = signed_in(town, "resident")
    cookie = client.cookies[site.SESSION_COOKIE_NAME]
    assert cookie["path"] == "/"
    assert not cookie["domain"]
    assert (site.SESSION_COOKIE_SAMESITE, site.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert site.SESSION_COOKIE_HTTPONLY


def test_scripts_store_nothing_in_the_browser() -> None:
    scripts = [path for path in WEB.rglob("static/**/*.js") if "vendor" not in path.parts]
    assert len(scripts) > 10
    assert not [path.name for path in scripts if STORES.search(path.read_text(encoding="utf-8"))]


def test_signing_out_clears_what_the_browser_kept(town: Town) -> None:
    answer = signed_in(town, "resident").post("/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_refusal_for_want_of_a_right_is_logged_with_ids_alone(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    case, next_door = world.open(), world.town.persons["officer_next_door"]
    with caplog.at_level(logging.INFO):
        signed_in(world.town, "officer_next_door").get(f"/officer/cases/{case['id']}/")
        world.ask("officer_next_door", "GET", f"/cases/{case['id']}")
    said = [record.msg for record in caplog.records if isinstance(record.msg, dict)]
    refused = [each for each in said if each["event"] == "refused"]
    assert [(each["status"], each["person_id"]) for each in refused] == [(404, next_door.pk)] * 2
    assert refused[0]["page"] == "officer:case"
    assert next_door.name not in str(refused)
