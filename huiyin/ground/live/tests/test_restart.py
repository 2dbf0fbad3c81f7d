"""Restarts under way: two hundred readers and a talk that goes on."""

import signal
import time

from huiyin.ground.live.tests.conftest import Site
from huiyin.ground.live.tests.following import Follower, speak
from huiyin.ground.live.tests.reading import Browser

READERS = 200
COUNT = 350


def test_two_hundred_readers_hear_everything_once_over_a_stop_and_a_kill(site: Site) -> None:
    room, other = site.room(), site.room()
    topics = [f"group:{room}", f"group:{other}", "case:1"]
    tokens = [site.token(*topics, person_id=number) for number in range(1, READERS + 1)]
    place = f"t={int(time.time())},group:{room}=0"

    def follower(token: str) -> Follower:
        return Follower(
            lambda place: Browser(site.port, token, last_id=place), place=place, last=COUNT
        )

    readers = [follower(token) for token in tokens]
    for reader in readers:
        reader.start()
    speaking = speak(site, room, count=COUNT, per_s=50)
    for number in (signal.SIGTERM, signal.SIGKILL):
        time.sleep(2)
        site.stop(number)
        site.start()
    speaking.join()
    for reader in readers:
        reader.join()
    assert [reader.heard for reader in readers] == [list(range(1, COUNT + 1))] * READERS
    assert min(reader.times_opened for reader in readers) == 3
