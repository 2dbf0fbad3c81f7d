"""Memory of a process that runs for months."""

import gc


def settle() -> None:
    """What stands now stays: called once, when a process has read what it works with.

    To look through all of it for rubbish stops everybody for a tenth of a second, again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000)
