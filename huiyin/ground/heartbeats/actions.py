from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

import structlog
from django.db import Error, connection
from django.utils import timezone

from huiyin.ground.heartbeats.models import Heartbeat

log = structlog.get_logger()

EVERY_S = 5.0


def beat(*, process: str, now: datetime) -> None:
    """Note that a process of this kind lives at `now`. One statement, safe from many at once."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(process=process, at=now)],
        update_conflicts=True,
        unique_fields=["process"],
        update_fields=["at"],
    )


def keep_beating(
    process: str, *, every_s: float = EVERY_S, is_alive: Callable[[], bool] = lambda: True
) -> Callable[[], None]:
    """Beat in a thread of its own until the returned function is called.

    is_alive: asked before each beat, so that a process whose work stands still falls silent.
    """
    stopped = Event()

    def run() -> None:
        while not stopped.is_set():
            try:
                if is_alive():
                    beat(process=process, now=timezone.now())
            except Error:
                # the database is away: silence says so, and the next beat connects anew
                log.warning("heartbeat_failed", process=process)
                connection.close()
            stopped.wait(every_s)
        connection.close()

    Thread(target=run, name=f"heartbeat-{process}", daemon=True).start()
    return stopped.set
