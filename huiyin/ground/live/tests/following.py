"""Readers who come again whenever their stream ends, as EventSource does, and remember all they heard."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Protocol

from huiyin.ground.live import wake
from huiyin.ground.live.tests.conftest import Site, say_in
from huiyin.ground.live.tests.reading import Event

PATIENCE_S = 40.0
AGAIN_S = 0.2


class Open(Protocol):
    """An open stream. last_id: as EventSource keeps it."""

    status: int
    last_id: str

    def events(self) -> Iterator[Event]: ...
    def close(self) -> None: ...


class Follower(threading.Thread):
    """Reads messages until number `last` was heard. connect: opens the stream from a place."""

    def __init__(self, connect: Callable[[str], Open], *, place: str, last: int) -> None:
        super().__init__(daemon=True)
        self._connect = connect
        self._place = place
        self._last = last
        self.heard: list[int] = []
        self.times_opened = 0

    def run(self) -> None:
        end = time.monotonic() + PATIENCE_S
        while self._last not in self.heard[-1:] and time.monotonic() < end:
            try:
                self._follow(self._connect(self._place))
            except OSError:
                time.sleep(AGAIN_S)

    def _follow(self, stream: Open) -> None:
        if stream.status != 200:
            stream.close()
            raise ConnectionError(stream.status)
        self.times_opened += 1
        try:
            for event in stream.events():
                self._place = stream.last_id
                if event.name == "message":
                    self.heard.append(event.data["seq"])
                if self._last in self.heard[-1:]:
                    return
        finally:
            stream.close()


def speak(site: Site, room_id: int, *, count: int, per_s: float) -> threading.Thread:
    """Say `count` things in a room, so many a second, while others go on."""

    def run() -> None:
        with site.connect() as db:
            for _ in range(count):
                say_in(db, room_id, "还在")
                db.commit()
                wake.poke([f"group:{room_id}"], home=site.home)
                time.sleep(1 / per_s)

    speaking = threading.Thread(target=run)
    speaking.start()
    return speaking
