"""Waking the live process: a datagram on a local socket that says where to look, and carries no data.

A wake may be lost: the live process also looks by itself every quarter of a second.
"""

import hashlib
import os
import socket
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

MOST_BYTES = 8_000
LONGEST_PATH = 100  # the system takes 107 bytes


def socket_path(home: Path) -> Path:
    """Where the live process of this home folder listens; in the temporary folder when the home's path is too long."""
    path = home / "run" / "live.sock"
    if len(os.fsencode(path)) <= LONGEST_PATH:
        return path
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"huiyin-{os.getuid()}-{name}.sock"


def poke(topics: Iterable[str], *, home: Path | None = None) -> None:
    """Tell the live process of this machine to look at `topics` now. Never raises, never waits.

    home: the data folder; without it HUIYIN_HOME, as the settings read it.
    """
    words = "\n".join(topics).encode()
    address = socket_path(home or Path(os.environ.get("HUIYIN_HOME", ".huiyin")).resolve())
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        # too many to name: an empty wake means "look at everything"
        sender.sendto(words if len(words) <= MOST_BYTES else b"", str(address))


class Listener:
    """The end that is woken. `fileno` becomes readable when there is something to `read`."""

    def __init__(self, home: Path) -> None:
        """Take over the address of `home`; a process that held it before goes on by looking regularly."""
        self._path = socket_path(home)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._path.unlink(missing_ok=True)
        self._socket.bind(str(self._path))
        self._path.chmod(0o600)
        self._inode = self._path.stat().st_ino

    def fileno(self) -> int:
        return self._socket.fileno()

    def read(self) -> set[str] | None:
        """Return the topics named since the last reading; None when everything is to be looked at."""
        topics: set[str] = set()
        is_everything = False
        with suppress(BlockingIOError):
            while True:
                words = self._socket.recv(MOST_BYTES).decode(errors="replace")
                is_everything = is_everything or not words
                topics.update(words.split("\n"))
        return None if is_everything else topics

    def close(self) -> None:
        """Stop listening; the address stays when another process has taken it over."""
        self._socket.close()
        with suppress(OSError):
            if self._path.stat().st_ino == self._inode:
                self._path.unlink()
