"""The writers of imports: bringing a file, confirming, taking back, forgetting."""

from huiyin.ground.imports.actions.batches import (
    STUCK_AFTER,
    begin,
    forget,
    map_columns,
    note_taken,
    resume,
    run,
    undo,
)
from huiyin.ground.imports.actions.stepping import advance

__all__ = [
    "STUCK_AFTER",
    "advance",
    "begin",
    "forget",
    "map_columns",
    "note_taken",
    "resume",
    "run",
    "undo",
]
