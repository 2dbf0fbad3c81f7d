"""Sends a file to the workshop's own process and waits for it.

Decoders are large C programs fed by strangers: what one of them does to a hostile file (a crash, a loop, all memory) ends
that process and not the one that serves pages.
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from huiyin.ground.files.rules import Container, Fault, Kind, Limits, Unfit
from huiyin.ground.files.workshop.product import Product

WAIT_S = 90
PACKAGE_ROOT = Path(__file__).parents[4]


def clean(source: Path, folder: Path, *, container: Container, limits: Limits) -> Product:
    """Make a clean copy of `source` in `folder`. Raises Unfit, also when the workshop dies or takes too long."""
    order = {
        "source": str(source),
        "folder": str(folder),
        "container": container,
        "limits": asdict(limits),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "huiyin.ground.files.workshop"],
            input=json.dumps(order).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={"PYTHONPATH": str(PACKAGE_ROOT), "PATH": os.defpath},
            timeout=WAIT_S,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as death:
        raise Unfit(Fault.DAMAGED) from death
    return _product(json.loads(done.stdout))


def _product(answer: dict[str, dict[str, str]]) -> Product:
    if "fault" in answer:
        raise Unfit(Fault(str(answer["fault"])))
    made = answer["product"]
    thumb = Path(made["thumb"]) if made["thumb"] else None
    paths = {"path": Path(made["path"]), "thumb": thumb, "kind": Kind(made["kind"])}
    return Product(**{**made, **paths})  # type: ignore[arg-type]  # the rest are the plain values of asdict
