"""How much one person may send: a bucket of tokens each."""

import math

MOST_BUCKETS = 10_000


class Allowance:
    """per_s: messages a second in the long run. burst: at once, after a pause."""

    def __init__(self, *, per_s: float, burst: int) -> None:
        self._per_s = per_s
        self._burst = burst
        self._buckets: dict[int, tuple[float, float]] = {}  # person: tokens left, when

    def wait_s(self, person_id: int, count: int, *, now_s: float) -> int:
        """Take `count` tokens and return 0, or take none and return the seconds until they are there."""
        left, at_s = self._buckets.get(person_id, (self._burst, now_s))
        left = min(self._burst, left + (now_s - at_s) * self._per_s)
        if count > left:
            return math.ceil((count - left) / self._per_s)
        if len(self._buckets) >= MOST_BUCKETS:
            self._forget_full(now_s)
        self._buckets[person_id] = (left - count, now_s)
        return 0

    def _forget_full(self, now_s: float) -> None:
        """A full bucket is as good as none."""
        self._buckets = {
            person_id: (left, at_s)
            for person_id, (left, at_s) in self._buckets.items()
            if left + (now_s - at_s) * self._per_s < self._burst
        }
