"""Pages over many cases: lists, a case, a search, as whole pages in one process without a network."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from bench.harness.benchmark import Benchmark, Core, Effort, Goal, Run, Sample
from bench.load import site
from huiyin.lib.memory import settle

OPEN_SHARE = 0.02  # a year holds a thousand cases for every week that one is open
LISTS = (
    ("county_command", "/command/"),
    ("county_command", "/command/?state=ended"),
    ("county_command", "/command/?state=all&category=0501"),
    ("county_command", "/command/?supervision=red"),
    ("street_grid_centre", "/command/"),
    ("street_grid_centre", "/command/?state=closed"),
    ("street_grid_centre", "/command/?due=today"),
    ("secretary", "/command/"),
    ("secretary", "/command/?state=all"),
    ("officer", "/officer/"),
    ("officer", "/officer/cases/"),
)
SEARCHES = (
    ("county_command", "/command/?state=all&words=路灯"),
    ("county_command", "/command/?state=all&words=没有这个词"),
    ("street_grid_centre", "/command/?words=电梯"),
)
DETAIL = {"county_command": "/command/cases/%d/", "officer": "/officer/cases/%d/"}
PLAIN_FILES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
SOME = "SELECT id FROM cases_case WHERE area LIKE %s AND NOT is_restricted ORDER BY id"
BARE = "SELECT * FROM cases_case WHERE id < %s ORDER BY id DESC LIMIT 51"
Ask = Callable[[], object]


@contextmanager
def prepared(size: int, _effort: Effort) -> Iterator[Run]:
    site.filled(count=size, open_share=OPEN_SHARE, now=timezone.now())
    with override_settings(STORAGES=PLAIN_FILES, ALLOWED_HOSTS=["testserver"]):
        roles = ("county_command", "street_grid_centre", "secretary", "officer")
        clients = {role: _signed_in(role) for role in roles}
        lists = [_page(clients[role], address) for role, address in LISTS]
        searches = [_page(clients[role], address) for role, address in SEARCHES]
        details = [
            _page(clients[role], DETAIL[role] % case_id)
            for role in DETAIL
            for case_id in _some_cases(site.account_of(role)[1])
        ]
        # everything is asked once: versions of policies are read and kept, templates are read; then as a process of pages
        for ask in (*lists, *searches, *details):
            ask()
        settle()
        yield lambda: _run(lists, details, searches)


def _run(lists: Sequence[Ask], details: Sequence[Ask], searches: Sequence[Ask]) -> Sample:
    keys = _some_cases("")
    return Sample(
        figures={
            "list_p95_ms": _p95_ms(lists, 44),
            "detail_p95_ms": _p95_ms(details, 40),
            "search_p95_ms": _p95_ms(searches, 12),
        },
        limits={"bare_keyset": _p95_ms([_bare(key) for key in keys], 40)},
    )


def _p95_ms(asks: Sequence[Ask], times: int) -> float:
    """One after the other, every kind as often as the others."""
    took = []
    for ask, _ in zip(cycle(asks), range(times), strict=False):
        began = time.perf_counter()
        ask()
        took.append(time.perf_counter() - began)
    return statistics.quantiles(took, n=20)[-1] * 1000


def _signed_in(role: str) -> Client:
    client = Client()
    client.force_login(site.account_of(role)[0], backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _page(client: Client, address: str) -> Ask:
    def ask() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")

    return ask


def _bare(key: int) -> Ask:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [key])
            cursor.fetchall()

    return ask


def _some_cases(path: str) -> list[int]:
    """Twenty of a place, of all ages; the same ones every time."""
    with connection.cursor() as cursor:
        cursor.execute(SOME, [f"{path}%"])
        ids = [row[0] for row in cursor.fetchall()]
    return random.Random(1).sample(ids, min(20, len(ids)))  # noqa: S311 - nothing secret


BENCHMARK = Benchmark(
    name="lists",
    question="How long do pages take, among so many cases?",
    size_of="cases",
    sizes=(2_000, 10_000, 100_000, 1_000_000),
    headline="list_p95_ms",
    is_more_better=False,
    limits={"bare_keyset": "51 rows of the cases by key, read by the driver alone"},
    prepared=prepared,
    core=Core.APP,
    goals=(
        Goal("list_p95_ms", at_most=100.0, sizes=(1_000_000,)),
        Goal("detail_p95_ms", at_most=80.0, sizes=(1_000_000,)),
    ),
)
