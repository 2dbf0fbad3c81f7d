from datetime import datetime

from huiyin.ground.heartbeats.models import Heartbeat


def ages_s(*, now: datetime) -> dict[str, float]:
    """Seconds since the last sign of life, by process; one that never gave any is missing."""
    return {
        process: (now - at).total_seconds()
        for process, at in Heartbeat.objects.values_list("process", "at")
    }
