"""Where a reader stands in the stream, as the browser gives it back in Last-Event-ID: `t=1790000000,group:7=123,group:9=55`.

t: seconds since 1970 up to which hints were sent. Then, for each topic with content, the number of the last frame; in the
id of a content frame the frame's own topic stands first.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True)
class Position:
    at_s: int
    seqs: Mapping[str, int]


def write(at_s: int, seqs: Mapping[str, int]) -> str:
    """Return the position of a page that shows all up to these numbers and was read at `at_s`."""
    return ",".join([f"t={at_s}", *(f"{topic}={seq}" for topic, seq in seqs.items())])


def read(text: str) -> Position | None:
    """Return what `write` wrote; None for nothing or anything else."""
    pairs = [item.rpartition("=") for item in text.split(",")]
    with suppress(ValueError):
        seqs = {topic: int(seq) for topic, _, seq in pairs}
        at_s = seqs.pop("t", -1)
        if at_s >= 0 and all(seq >= 0 for seq in seqs.values()):
            return Position(at_s, seqs)
    return None
