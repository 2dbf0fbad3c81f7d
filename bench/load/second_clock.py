"""Another clock in a process of its own: `python -m bench.load.second_clock` serves when it is told a moment on stdin.

A line with a moment (ISO) in, a line with the number of the served cases out; it ends with its stdin.
"""

import sys
from datetime import datetime

from huiyin.config.site import set_up_django


def main() -> None:
    set_up_django()
    from huiyin.cases.actions.clock import run_due  # noqa: PLC0415 - Django is ready now

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        now = datetime.fromisoformat(line.strip())
        served = 0
        while count := run_due(now=now):
            served += count
        sys.stdout.write(f"{served}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
