"""A whole Huiyin as `make demo` starts it, in a home of its own, and people who walk through it in a real browser."""

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
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from journeys.axe import check_page

ROOT = Path(__file__).parent.parent
START_S = 240
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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@dataclass(frozen=True)
class Site:
    address: str
    home: Path
    process: "subprocess.Popen[bytes]"

    def huiyin(self, *arguments: str) -> str:
        """Run a command of the site beside it, and return what it printed. Fails with its words."""
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "huiyin.config.cli", *arguments],
            cwd=ROOT,
            env=environment(self.home),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`huiyin demo`, started as a person would and stopped with Ctrl-C."""
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
        assert site.process.poll() is None, log.read_text("utf-8")
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


@pytest.fixture
def sign_in(site: Site, browser: Browser) -> Iterator[SignIn]:
    """`sign_in("王桂兰")` opens a phone of that person, found by name or post; `at=DESK` a desk, `scripts=False` a browser without scripts.

    What goes wrong in a page (an error in a script, a refused resource) fails the journey.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(who: str | None, *, at: ViewportSize = PHONE, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=site.address,
            viewport=at,
            locale="zh-CN",
            java_script_enabled=scripts,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on(
            "console",
            lambda line: (
                complaints.append(line.text) if "Content Security Policy" in line.text else None
            ),
        )
        if who is not None:
            page.goto("/demo/")
            words = page.get_by_role("option").filter(has_text=re.compile(who)).first.inner_text()
            page.get_by_label("或者换成别的人").select_option(label=words)
            page.get_by_role("button", name="进入").click()
            expect(page).not_to_have_url(re.compile("/demo/"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def looked_at(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Ask axe about the page, and keep its picture under test-results/ for people to look at."""

    def look(page: Page, name: str) -> None:
        check_page(page)
        folder = ROOT / "test-results"
        folder.mkdir(exist_ok=True)
        page.screenshot(path=folder / f"{request.node.name}-{name}.png")

    return look


__all__ = ["DESK", "PHONE", "SignIn", "Site"]
