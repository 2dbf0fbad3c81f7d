"""The bytes of the stream, in the form of Server-Sent Events. Every function returns one or more whole events, but for
`content`: its id is open for the positions of the reader's other topics, and `END` closes it.
"""

import json

END = b"\n\n"


def content(topic: str, seq: int, frame: bytes, *, at_s: int) -> bytes:
    return b"data: %s\nid: t=%d,%s=%d" % (frame, at_s, topic.encode(), seq)


def hint(topic: str, entry_id: int) -> bytes:
    """Something about `topic` changed; what, the page asks for itself."""
    return _event("hint", {"topic": topic, "id": entry_id})


def reset(topic: str) -> bytes:
    """Too much was missed of `topic` ("*": of all hints): the page loads that part anew."""
    return _event("reset", {"topic": topic})


def revoked(topic: str) -> bytes:
    """The reader no longer hears `topic`."""
    return _event("revoked", {"topic": topic})


def beat(position: bytes) -> bytes:
    """A sign of life, which also moves the browser's Last-Event-ID."""
    return b"event: beat\ndata: -\nid: %s\n\n" % position


def retry(after_ms: int) -> bytes:
    """How long the browser waits before it comes again."""
    return b"retry: %d\n\n" % after_ms


def _event(name: str, data: dict[str, str | int]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()
