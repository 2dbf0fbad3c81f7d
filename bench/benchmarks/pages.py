"""Every surface as a weak phone meets it for the first time: what comes over the wire, and until it can be used.

The counts hold the bytes of each kind; compressed pages have a padding of random length, so they differ by some bytes.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from django.utils import timezone

from bench.harness.benchmark import Benchmark, Effort, Goal, Run, Sample
from bench.load.phone import CHROMIUM, Phone, View, phone
from bench.load.processes import free_port, huiyin, wait_for_page, wait_for_port
from bench.load.street import Street, street
from huiyin.config.preparing import collect_static_files

NOBODY = ""
SURFACES = {  # who looks, and where
    "sign_in": (NOBODY, "/sign-in/"),
    "stranger": (NOBODY, "/"),
    "public": (NOBODY, "/grid/{code}/"),
    "start": ("resident", "/"),
    "group": ("resident", "/groups/{group_id}/"),
    "report": ("resident", "/report/"),
    "matters": ("resident", "/matters/"),
    "matter": ("resident", "/matters/{case_id}/"),
    "officer_inbox": ("officer", "/officer/"),
    "officer_group": ("officer", "/officer/groups/{group_id}/"),
    "officer_case": ("officer", "/officer/cases/{case_id}/"),
    "command_list": ("county_command", "/command/"),
    "command_case": ("county_command", "/command/cases/{case_id}/"),
}
FOR_RESIDENTS = ("sign_in", "stranger", "public", "start", "group", "report", "matters", "matter")
MOST_KB = 30
MOST_MS = 1_200
LIMITS = {"blank": "", "words": "一页没有样式的字，" * (MOST_KB * 1000 // 27)}
LIMIT_PAGE = '<!doctype html><html lang="zh"><meta charset="utf-8"><title>.</title><p>.{words}'


@contextmanager
def prepared(size: int, _effort: Effort) -> Iterator[Run]:
    place = street(size, now=timezone.now())
    connections.close_all()  # what drives the browser would not let the ORM be used
    _static_files()
    port = free_port()
    settings = {"HUIYIN_LIVE_URL": f":{port + 1}"}
    with huiyin("web", port=port, settings=settings) as web, huiyin("live", port=port) as live:
        wait_for_page(port, web)
        wait_for_port(port + 1, live)
        with phone(port) as held:
            yield lambda: _run(held, place)


def _static_files() -> None:
    """With names by content and compressed, as a site has them; the pages of the limits lie among them."""
    collect_static_files()
    for name, words in LIMITS.items():
        page = Path(os.environ["HUIYIN_HOME"], "static", f"{name}.html")
        page.write_text(LIMIT_PAGE.format(words=words), encoding="utf-8")


def _run(held: Phone, place: Street) -> Sample:
    views = {name: _view(held, place, *SURFACES[name]) for name in SURFACES}
    limits = {name: held.view(f"/static/{name}.html").tti_ms for name in LIMITS}
    return Sample(_figures(views), limits, _counts(views))


def _view(held: Phone, place: Street, who: str, address: str) -> View:
    path = address.format(code=place.code, group_id=place.group_id, case_id=place.case_id)
    return held.view(path, place.cookies.get(who))


def _figures(views: Mapping[str, View]) -> dict[str, float]:
    times = {f"{name}_tti_ms": view.tti_ms for name, view in views.items()}
    return times | {f"{name}_kb": view.kb for name, view in views.items()}


def _counts(views: Mapping[str, View]) -> dict[str, int]:
    requests = {f"{name}_requests": view.requests for name, view in views.items()}
    return requests | {
        f"{name}_{kind}_bytes": weight
        for name, view in views.items()
        for kind, weight in view.kinds.items()
    }


BENCHMARK = Benchmark(
    name="pages",
    question="How heavy is a page, and when can it be used, on a phone that computes six times slower and comes for the first time?",
    size_of="messages in the group and cases in its grid",
    sizes=(50, 200, 1_000),
    headline="start_tti_ms",
    is_more_better=False,
    limits={
        "blank": "a page of one character, without style or script, from the same server",
        "words": f"{MOST_KB} kB of words, without style or script, from the same server",
    },
    prepared=prepared,
    needs=(CHROMIUM,),
    goals=(
        *(Goal(f"{name}_kb", at_most=MOST_KB) for name in FOR_RESIDENTS),
        *(Goal(f"{name}_tti_ms", at_most=MOST_MS) for name in FOR_RESIDENTS),
    ),
)
