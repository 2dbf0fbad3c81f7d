"""Children that do not outlive the process that started them."""

import ctypes
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def die_with_parent(with_signal: signal.Signals) -> Callable[[], None]:
    """What a child does before it becomes its program: ask for `with_signal` when we are gone.

    Also unblocks the signals that a supervisor waits for. The kernel looks at the thread that
    started the child: start children from a thread that stays.
    """
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, with_signal, 0, 0, 0)

    return prepare
