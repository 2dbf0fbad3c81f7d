"""The process in which files of strangers are opened: little memory, little time, no secrets, no network.

Reads its order as JSON from standard input and writes what came of it as JSON to standard output.
"""

import json
import resource
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from huiyin.ground.files.rules import PICTURES, Container, Fault, Limits, Unfit
from huiyin.ground.files.workshop.pictures import clean_picture
from huiyin.ground.files.workshop.recordings import clean_recording

MEMORY_BYTES = 1_500_000_000
CPU_S = 60


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    json.dump(carry_out(json.load(sys.stdin)), sys.stdout, default=str)


def carry_out(order: dict[str, Any]) -> dict[str, Any]:
    """Make the file of an order (source, folder, container, limits) and describe it, or name the fault."""
    source, folder = Path(order["source"]), Path(order["folder"])
    container, limits = Container(order["container"]), Limits(**order["limits"])
    clean = clean_picture if container in PICTURES else clean_recording
    try:
        return {"product": asdict(clean(source, folder, container=container, limits=limits))}
    except Unfit as unfit:
        return {"fault": unfit.fault}
    except MemoryError:
        return {"fault": Fault.DAMAGED}


if __name__ == "__main__":
    main()
