"""A whole Huiyin as `make demo` starts it, in a home of its own, and people who walk through it in a real browser.

Whoever writes journeys keeps one site running and names it, instead of starting one for each run:
`HUIYIN_HOME=/tmp/home HUIYIN_PORT=8600 huiyin demo`, then
`HUIYIN_JOURNEY_SITE=http://127.0.0.1:8600 HUIYIN_JOURNEY_HOME=/tmp/home pytest journeys -k heating`.
"""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    StorageState,
    ViewportSize,
    expect,
)

from journeys.axe import check_page

ROOT = Path(__file__).parent.parent
START_S = 420
# a crowded machine is slow, never wrong
PATIENCE_MS = 20_000
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1366, "height": 768}
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys share one site: they run one after another, on one worker."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@dataclass(frozen=True)
class Site:
    address: str
    home: Path
    process: "subprocess.Popen[bytes] | None" = None  # None: somebody keeps it running

    def huiyin(self, *arguments: str, words: str = "") -> str:
        """Run a command of the site beside it, and return what it printed. words: typed into it. Fails with its words."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "huiyin.config.cli", *arguments],
            cwd=ROOT,
            env=environment(self.home),
            input=words,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def replay(self, day: str) -> str:
        """Play a day that lies in the past, as if the site had run then: today's clock must not hurry it."""
        for name in ("clock", "worker"):
            self.signal(name, signal.SIGSTOP)
        try:
            return self.huiyin("replay", f"packs/demo/days/{day}.jsonl")
        finally:
            for name in ("clock", "worker"):
                self.signal(name, signal.SIGCONT)

    def signal(self, name: str, number: signal.Signals) -> None:
        """Send a signal to the process that does `huiyin <name>` for this site."""
        mine = f"HUIYIN_HOME={self.home}".encode()
        words = ["-m", "huiyin.config.cli", name]
        found = [
            int(folder.name)
            for folder in Path("/proc").iterdir()
            if folder.name.isdigit() and _runs(folder, words, mine)
        ]
        assert found, f"no process does {name}"
        for pid in found:
            os.kill(pid, number)


def _runs(folder: Path, words: list[str], setting: bytes) -> bool:
    try:
        said = (folder / "cmdline").read_bytes().split(b"\0")[:-1]
        return [part.decode() for part in said[1:4]] == words and setting in (
            folder / "environ"
        ).read_bytes().split(b"\0")
    except OSError:  # gone meanwhile, or somebody else's
        return False


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`huiyin demo`, started as a person would and stopped with Ctrl-C; or the one that is named."""
    if address := os.environ.get("HUIYIN_JOURNEY_SITE"):
        yield Site(address, Path(os.environ["HUIYIN_JOURNEY_HOME"]))
        return
    home = tmp_path_factory.mktemp("journeys") / "a home"
    port = free_port()
    command = [sys.executable, "-m", "huiyin.config.cli", "demo"]
    log = (tmp_path_factory.mktemp("logs") / "demo.log").open("wb")
    surroundings = environment(home) | {"HUIYIN_PORT": str(port)}
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=log, stderr=log)  # noqa: S603
    started = Site(f"http://127.0.0.1:{port}", home, process)
    try:
        wait_until_healthy(started, Path(log.name))
        yield started
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)
        log.close()


def environment(home: Path) -> dict[str, str]:
    """What a person's shell would have: nothing of the test run's own database and home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HUIYIN_")}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        kept.pop(name, None)
    return kept | {"HUIYIN_HOME": str(home)}


def free_port() -> int:
    """A port whose next one is free too: the stream has it."""
    while True:
        with closing(socket.socket()) as first, closing(socket.socket()) as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port


def wait_until_healthy(site: Site, log: Path) -> None:
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        assert site.process is None or site.process.poll() is None, log.read_text("utf-8")
        try:
            with urllib.request.urlopen(f"{site.address}/healthz", timeout=5) as answer:  # noqa: S310
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the demo did not become healthy in {START_S} s:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {
        "executable_path": os.environ.get("HUIYIN_CHROMIUM", "/usr/bin/chromium"),
        "args": CHROMIUM_ARGS,
    }


SignIn = Callable[..., Page]
Look = Callable[..., None]


@dataclass(frozen=True)
class Known:
    """A person who signed in before: their browser still knows them."""

    state: StorageState
    home: str


@pytest.fixture(scope="session")
def known() -> dict[str, Known]:
    return {}


@pytest.fixture
def sign_in(site: Site, browser: Browser, known: dict[str, Known]) -> Iterator[SignIn]:
    """`sign_in("王桂兰")` opens a phone of that person, found by name or post; `at=DESK` a desk, `scripts=False` a browser without scripts.

    What goes wrong in a page (an error in a script, a refused or missing resource) fails the journey.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def hear(line: ConsoleMessage) -> None:
        if line.type == "error" and not is_expected(line.text):
            complaints.append(f"{line.location['url']}: {line.text}")

    def open_page(who: str | None, *, at: ViewportSize = PHONE, scripts: bool = True) -> Page:
        before = known.get(who or "")
        context = browser.new_context(
            base_url=site.address,
            viewport=at,
            locale="zh-CN",
            java_script_enabled=scripts,
            storage_state=before.state if before else None,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", hear)
        if before:
            page.goto(before.home)
        elif who is not None:
            enter(page, who)
            known[who] = Known(context.storage_state(), page.url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def is_expected(complaint: str) -> bool:
    """Chromium calls every answer of 4xx an error; a refusal that the journey asked for is none.

    What ends or is put off because a process was killed is part of that journey.
    """
    expected = ("status of 4", "ERR_", "status of 502", "status of 503")
    return any(words in complaint for words in expected)


def enter(page: Page, who: str) -> None:
    """Through the door of the demo, as the person whose words hold `who`."""
    page.goto("/demo/")
    words = page.get_by_role("option").filter(has_text=re.compile(who)).first.inner_text()
    page.get_by_label("或者换成别的人").select_option(label=words)
    page.get_by_role("button", name="进入").click()
    expect(page).not_to_have_url(re.compile("/demo/"))


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture as a phone takes it: large, with the place in it, which nobody else may learn."""
    picture = Image.new("RGB", (1600, 1200), "#8fa3ad")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 760, 1600, 1200), fill="#6b5b4b")
    for place in range(120, 1600, 240):
        draw.line((place, 200, place, 900), fill="#7a2e1d", width=36)
    draw.line((60, 420, 1540, 380), fill="#c9ccd1", width=70)
    tags = picture.getexif()
    tags[0x8825] = {1: "N", 2: (37.0, 9.0, 0.0), 3: "E", 4: (118.0, 7.0, 0.0)}
    path = tmp_path / "现场.jpg"
    picture.save(path, exif=tags, quality=88)
    return path


@pytest.fixture
def looked_at(request: pytest.FixtureRequest) -> Look:
    """Ask axe about the page, and keep its picture under test-results/ for people to look at.

    `axe=False` where no script runs, axe itself included.
    """

    def look(page: Page, name: str, *, axe: bool = True) -> None:
        if axe:
            check_page(page)
        folder = ROOT / "test-results"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"{request.node.name}-{name}.png")

    return look


__all__ = ["DESK", "PHONE", "Look", "SignIn", "Site"]
