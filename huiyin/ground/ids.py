"""`new_id`: the default of every primary key. The maker is made at the first id, anew in a forked child."""

import os
import threading

from django.conf import settings

from huiyin.ground.nodes import claim_node
from huiyin.lib.ids import IdMaker

_lock = threading.Lock()
_maker: IdMaker | None = None
_held: int | None = None


def new_id() -> int:
    """Return a new identity, unique in the site."""
    return (_maker or _first())()


def _first() -> IdMaker:
    global _maker, _held  # noqa: PLW0603 - one maker a process is the point
    with _lock:
        if _maker is None:
            node, _held = claim_node(settings.HUIYIN_HOME / "run", numbers=settings.HUIYIN_ID_NODES)
            _maker = IdMaker(node=node)
        return _maker


def _forget() -> None:
    """A forked child must not make ids under its parent's number."""
    global _maker, _held, _lock
    _maker, _held, _lock = None, None, threading.Lock()


os.register_at_fork(after_in_child=_forget)
