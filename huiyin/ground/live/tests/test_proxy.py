"""The stream behind Caddy, as docs/operate/proxy.md sets it up, read over HTTP/2."""

import json
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from huiyin.ground.live.tests.conftest import Site
from huiyin.ground.live.tests.following import Follower, speak
from huiyin.ground.live.tests.reading import SILENT, Event, parse

GUIDE = Path(__file__).parents[4] / "docs" / "operate" / "proxy.md"
# what a test adds to the guide's text: no port 80, no certificate from outside, nothing outside of a folder
GLOBAL = """
{{
	admin off
	auto_https disable_redirects
	skip_install_trust
	default_bind 127.0.0.1
	storage file_system {folder}
}}
"""


class Pages(BaseHTTPRequestHandler):
    """Stands for the pages: says what it was asked, and how."""

    def do_GET(self) -> None:
        body = json.dumps([self.path, self.headers["X-Forwarded-Proto"]]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Proxy:
    port: int
    root: Path  # the certificate of its own authority

    def client(self) -> httpx.Client:
        trust = ssl.create_default_context(cafile=self.root)
        address = f"https://localhost:{self.port}"
        return httpx.Client(http1=False, http2=True, verify=trust, base_url=address, timeout=10)

    def follow(self, token: str) -> Callable[[str], "Stream"]:
        return lambda place: Stream(self.client(), token, place)


class Stream:
    """One stream over an HTTP/2 connection of its own."""

    def __init__(self, client: httpx.Client, token: str, place: str) -> None:
        self.last_id = place
        self._client = client
        headers = {"Last-Event-ID": place, "Accept-Encoding": "gzip, br, zstd"}
        request = client.build_request("GET", f"/live/stream?ticket={token}", headers=headers)
        try:
            self.answer = client.send(request, stream=True)
        except httpx.TransportError as gone:
            client.close()
            raise ConnectionError from gone
        self.status = self.answer.status_code

    def events(self) -> Iterator[Event]:
        try:
            for event in parse(self.answer.iter_lines()):
                self.last_id = event.place or self.last_id
                if event.name not in SILENT:
                    yield event
        except httpx.TransportError as gone:
            raise ConnectionError from gone

    def close(self) -> None:
        self.answer.close()
        self._client.close()


@pytest.fixture(scope="module")
def pages() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def proxy(site: Site, pages: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    folder = tmp_path_factory.mktemp("caddy")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    (folder / "Caddyfile").write_text(_caddyfile(folder, port, pages, site.port), "utf-8")
    command = [_caddy(), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]
    surroundings = os.environ | {"HOME": str(folder)}
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen(command, env=surroundings, stdout=log, stderr=log)  # noqa: S603
        started = Proxy(port, folder / "pki/authorities/local/root.crt")
        try:
            _wait_for(started, folder / "log")
            yield started
        finally:
            running.terminate()
            running.wait(timeout=20)


def _caddy() -> str:
    beside = str(Path(sys.executable).parent)
    found = shutil.which("caddy", path=os.pathsep.join([os.environ["PATH"], beside]))
    assert found, "there is no caddy: run tools/proxy"
    return found


def _caddyfile(folder: Path, port: int, pages: int, live: int) -> str:
    found = re.search(r"```\n(huiyin\.example\.cn \{\n.*?)```", GUIDE.read_text("utf-8"), re.S)
    assert found, f"{GUIDE} has no Caddyfile"
    text = found[1].replace("huiyin.example.cn {", f"localhost:{port} {{\n\ttls internal")
    text = text.replace("127.0.0.1:8000", f"127.0.0.1:{pages}")
    return GLOBAL.format(folder=folder) + text.replace("127.0.0.1:8001", f"127.0.0.1:{live}")


def _wait_for(proxy: Proxy, log: Path) -> None:
    for _ in range(200):
        if _is_whole(proxy.root):
            with proxy.client() as client, socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", proxy.port)) == 0 and client.get("/").is_success:
                    return
        time.sleep(0.1)
    pytest.fail(log.read_text("utf-8"))


def _is_whole(certificate: Path) -> bool:
    """Caddy makes the file first and writes it then."""
    return certificate.exists() and certificate.read_text("utf-8").endswith(
        "END CERTIFICATE-----\n"
    )


def test_the_pages_get_everything_but_the_stream(proxy: Proxy) -> None:
    with proxy.client() as client:
        page = client.get("/live/ticket?topics=case:7", headers={"X-Forwarded-Proto": "http"})
        health = client.get("/live/health")
    assert page.json() == ["/live/ticket?topics=case:7", "https"]
    assert health.json()["status"] == "ok"


def test_every_message_comes_at_once_over_http_2(proxy: Proxy, site: Site) -> None:
    room = site.room()
    stream = proxy.follow(site.token(f"group:{room}"))(f"t={int(time.time())},group:{room}=0")
    assert stream.answer.http_version == "HTTP/2"
    assert "content-encoding" not in stream.answer.headers
    events = stream.events()
    for seq in range(1, 6):
        site.say(room)  # the next is said only when this one has come
        assert next(events).data["seq"] == seq
    stream.close()


def test_a_reader_comes_back_to_its_place(proxy: Proxy, site: Site) -> None:
    room = site.room()
    follow = proxy.follow(site.token(f"group:{room}"))
    site.say(room, count=3)
    stream = follow(f"t={int(time.time())},group:{room}=1")
    assert next(stream.events()).data["seq"] == 2
    stream.close()
    stream = follow(stream.last_id)
    assert next(stream.events()).data["seq"] == 3
    stream.close()


def test_a_page_that_is_closed_ends_its_stream(proxy: Proxy, site: Site) -> None:
    room = site.room()
    stream = proxy.follow(site.token(f"group:{room}"))(f"t={int(time.time())},group:{room}=0")
    site.say(room)
    next(stream.events())
    with proxy.client() as client:
        before = client.get("/live/health").json()["streams"]
        stream.close()
        for _ in range(100):
            if client.get("/live/health").json()["streams"] < before:
                return
            time.sleep(0.05)
    pytest.fail("the stream is still open")


def test_nothing_is_lost_or_doubled_over_a_stop_and_a_kill(proxy: Proxy, site: Site) -> None:
    room = site.room()
    place = f"t={int(time.time())},group:{room}=0"
    tokens = [site.token(f"group:{room}", person_id=number) for number in range(1, 9)]
    readers = [Follower(proxy.follow(token), place=place, last=250) for token in tokens]
    for reader in readers:
        reader.start()
    speaking = speak(site, room, count=250, per_s=50)
    for number in (signal.SIGTERM, signal.SIGKILL):
        time.sleep(1.5)
        site.stop(number)
        site.start()
    speaking.join()
    for reader in readers:
        reader.join()
    assert [reader.heard for reader in readers] == [list(range(1, 251))] * 8
    assert min(reader.times_opened for reader in readers) == 3
