"""Each process of a machine makes ids under a node number of its own.

The number is a lock on a file in HUIYIN_HOME/run: the system gives it back when the process ends, however it ends.
"""

import fcntl
import os
from pathlib import Path

from huiyin.lib.ids import NODES


class NoFreeNode(RuntimeError):
    """More processes of one machine than node numbers."""


def claim_node(run_folder: Path, *, numbers: range = range(NODES)) -> tuple[int, int]:
    """Take the first free node number; it is held until the returned descriptor is closed, or the process ends.

    run_folder: made when missing, private to the service. numbers: the share of this machine, where several run one
    site (HUIYIN_ID_NODES). Raises NoFreeNode when all are taken.
    """
    run_folder.mkdir(parents=True, exist_ok=True)
    for number in numbers:
        held = os.open(run_folder / f"node-{number:02}", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(held)
            continue
        os.ftruncate(held, 0)
        os.write(held, str(os.getpid()).encode())  # for whoever looks into the folder
        return number, held
    raise NoFreeNode(f"all {len(numbers)} node numbers in {run_folder} are taken (HUIYIN_ID_NODES)")
