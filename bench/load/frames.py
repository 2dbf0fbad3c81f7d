"""What a frame of a benchmark says: its number, and when it was meant to be sent."""

import time


def mark(seq: int, meant_ns: int) -> str:
    """seq: from 1, without a gap. meant_ns: of time.monotonic_ns()."""
    return f"bench:{seq:010d}:{meant_ns:020d};"


def paced(count: int, per_s: float) -> list[int]:
    """The moments at which so many messages are meant to be sent, the first a moment from now, in ns."""
    start = time.monotonic_ns() + 50_000_000
    return [start + int(number * 1e9 / per_s) for number in range(count)]


def sleep_until(meant_ns: int) -> None:
    """Late when the sender is late: the latency of an open loop counts that in."""
    left_ns = meant_ns - time.monotonic_ns()
    if left_ns > 0:
        time.sleep(left_ns / 1e9)
