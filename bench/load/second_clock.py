"""Another clock in a process of its own: `python -m bench.load.second_clock` serves when it is told a moment on stdin.

A line with a moment (ISO) in, an empty one out when nothing is due any more; it ends with its stdin.
"""

import sys
from datetime import datetime
from threading import Event

from huiyin.config.site import set_up_django


def main() -> None:
    set_up_django()
    from huiyin.config.processes import serve_due  # noqa: PLC0415 - Django is ready now

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        serve_due(now=datetime.fromisoformat(line.strip()), stopped=Event())
        sys.stdout.write("\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
