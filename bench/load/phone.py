"""A weak phone that comes for the first time: Chromium at a sixth of its pace, its cache empty, with no network to wait for.

Chromium slows a page by letting its main thread spin five sixths of the time. On one core that thread takes the core from the
rest of the browser and from the server it waits for, and the page gets ten to twenty times slower instead of six: so the
browser has all cores, as a phone has several.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, ViewportSize, sync_playwright

from bench.harness import cores

# the shell draws the page alone; the others draw a window for each profile at the same time, with a bar whose scripts
# weigh more than our page
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next(filter(shutil.which, BROWSERS), BROWSERS[0])
SLOWER = 6
KINDS = ("html", "css", "js", "font", "picture", "other")
HEADS = "heads"
KIND_OF = {"Document": "html", "Stylesheet": "css", "Script": "js", "Font": "font"}
SCREEN: ViewportSize = {"width": 360, "height": 740}
# runs before anything of the page: when its elements are alive, and until when the processor was busy
WATCH = """
const seen = (globalThis.huiyinSeen = { alive: Infinity, busyUntil: 0 });
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) seen.busyUntil = task.startTime + task.duration;
}).observe({ type: "longtask", buffered: true });
document.addEventListener("DOMContentLoaded", async () => {
  const waiting = [...document.querySelectorAll(":not(:defined)")];
  await Promise.all(waiting.map((each) => customElements.whenDefined(each.localName)));
  seen.alive = performance.now();
});
"""
INTERACTIVE = """async ([quiet_ms, patience_ms]) => {
  const [page] = performance.getEntriesByType("navigation");
  const painted = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0;
  const last = () =>
    Math.max(huiyinSeen.alive, huiyinSeen.busyUntil, page.domContentLoadedEventEnd, painted());
  while (performance.now() < last() + quiet_ms) {
    if (performance.now() > patience_ms) throw new Error(`not at rest: ${JSON.stringify(huiyinSeen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return last();
}"""
QUIET_MS = 500
PATIENCE_MS = 120_000  # a crowded machine is slow, never wrong


@dataclass(frozen=True)
class View:
    """A page as it came. kinds: bytes over the wire of each of KINDS, compressed as they came.

    Heads of answers are apart: HTTP/2, which a site speaks by its proxy, makes next to nothing of them.

    tti_ms: from the start of the navigation to the last of these: the words are painted, the document and its scripts are
    read, its elements are alive, a task of more than 50 ms has ended, with none in the half second after it.
    """

    tti_ms: float
    requests: int
    kinds: dict[str, int]

    @property
    def kb(self) -> float:
        """In thousands of bytes, without heads."""
        return sum(self.kinds[kind] for kind in KINDS) / 1000


class Wire:
    """What a page fetched and has whole; a stream that stays open is never whole."""

    def __init__(self, session: CDPSession) -> None:
        self._coming: dict[str, tuple[str, int]] = {}
        self.kinds = Counter(dict.fromkeys((*KINDS, HEADS), 0))
        self.requests = 0
        session.on("Network.responseReceived", self._came)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")

    def _came(self, event: dict[str, Any]) -> None:
        is_picture = event["response"]["mimeType"].startswith("image/")
        kind = "picture" if is_picture else KIND_OF.get(event["type"], "other")
        self._coming[event["requestId"]] = kind, int(event["response"]["encodedDataLength"])

    def _ended(self, event: dict[str, Any]) -> None:
        kind, heads = self._coming[event["requestId"]]
        self.kinds[HEADS] += heads
        self.kinds[kind] += int(event["encodedDataLength"]) - heads
        self.requests += 1


class Phone:
    def __init__(self, browser: Browser, site: str) -> None:
        self._browser = browser
        self._site = site

    def view(self, path: str, cookie: tuple[str, str] | None = None) -> View:
        """Open a page in a profile of its own, as whom the cookie says. Raises RuntimeError when it is not there.

        cookie: name and value.
        """
        context = self._browser.new_context(viewport=SCREEN, locale="zh-CN", base_url=self._site)
        try:
            if cookie:
                name, value = cookie
                context.add_cookies([{"url": self._site, "name": name, "value": value}])
            page = context.new_page()
            page.add_init_script(WATCH)
            session = context.new_cdp_session(page)
            wire = Wire(session)
            session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            answer = page.goto(path, timeout=PATIENCE_MS)
            if answer is None or answer.status != 200 or path not in page.url:
                raise RuntimeError(f"{path}: {answer and answer.status}, {page.url}")
            tti_ms = page.evaluate(INTERACTIVE, [QUIET_MS, PATIENCE_MS])
            return View(tti_ms, wire.requests, dict(wire.kinds))
        finally:
            context.close()


@contextmanager
def phone(port: int) -> Iterator[Phone]:
    """One browser for many views. Django's database must not be asked meanwhile from this thread."""
    arguments = ["--disable-gpu", "--disable-background-networking"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # root's Chromium has none
    with cores.on(None), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=arguments)
        try:
            yield Phone(browser, f"http://127.0.0.1:{port}")
        finally:
            browser.close()
