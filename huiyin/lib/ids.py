"""Identities: 53-bit integers in order of time, made without asking the database.

41 bits of milliseconds since 2024-01-01 (enough until 2093), 6 bits of node, 6 bits of sequence. They are exact in
JavaScript, lie beside their contemporaries in an index, and a month is a range of them.
"""

import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
EPOCH_MS = int(EPOCH.timestamp() * 1000)
NODES = 64
SEQUENCES = 64


def _milliseconds() -> int:
    return time.time_ns() // 1_000_000


class IdMaker:
    """Makes ids for one node. `node`: 0 to 63, held by one process at a time. Safe between threads.

    A clock that is set back does not repeat ids: the maker goes on from its last millisecond.
    """

    def __init__(self, *, node: int, clock_ms: Callable[[], int] = _milliseconds) -> None:
        if not 0 <= node < NODES:
            raise ValueError(f"node must be 0 to {NODES - 1}, got {node}")
        self._node = node
        self._clock_ms = clock_ms
        self._ms = 0
        self._sequence = SEQUENCES
        self._lock = threading.Lock()

    def __call__(self) -> int:
        with self._lock:
            now_ms = self._clock_ms()
            if now_ms > self._ms:
                self._ms, self._sequence = now_ms, 0
            elif self._sequence == SEQUENCES:
                self._ms, self._sequence = self._ms + 1, 0
            made = id_at_ms(self._ms) | self._node << 6 | self._sequence
            self._sequence += 1
            return made


def id_at_ms(unix_ms: int) -> int:
    """The smallest id of a millisecond."""
    return (unix_ms - EPOCH_MS) << 12


def first_id_at(moment: datetime) -> int:
    """The smallest id made at or after `moment` (aware): the border of a range of time."""
    return id_at_ms(int(moment.timestamp() * 1000))


def made_at(identity: int) -> datetime:
    """When an id was made, to the millisecond, in UTC."""
    return datetime.fromtimestamp((identity >> 12) / 1000 + EPOCH_MS / 1000, tz=UTC)
