"""What it was measured on: machine, versions, commit."""

import importlib.metadata
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.harness.cores import plan
from huiyin.ground.postgres import binaries

ROOT = Path(__file__).parents[2]
PACKAGES = ("django", "granian", "psycopg", "shapely", "uvicorn", "uvloop")
WRITES = 100


def facts(home: Path) -> dict[str, Any]:
    """The first line of a result. home: folder of the databases; its disk is what durability costs."""
    return {
        "kind": "machine",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit(),
        "cpu": _cpu_model(),
        "cores": sorted(os.sched_getaffinity(0)),
        "plan": {part.value: sorted(cores) for part, cores in plan().items()},
        "memory_gb": round(_memory_kb() / 1024**2, 1),
        "kernel": platform.release(),
        "load_before": os.getloadavg()[0],
        "disk": _file_system(home),
        "fsync_ms": round(_fsync_ms(home), 3),
        "versions": _versions(),
    }


def commit() -> str:
    """Short name of the commit, with "+" when the tree differs from it; "unknown" outside a repository."""
    name = _said("git", "rev-parse", "--short", "HEAD")
    is_changed = bool(_said("git", "status", "--porcelain", "--untracked-files=no"))
    return f"{name}{'+' if is_changed else ''}" if name else "unknown"


def _cpu_model() -> str:
    words = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    found = re.search(r"model name\s*: (.+)", words)
    return found[1] if found else platform.processor() or platform.machine()


def _memory_kb() -> int:
    found = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text(encoding="utf-8"))
    return int(found[1]) if found else 0


def _file_system(folder: Path) -> str:
    """Kind of the file system: a figure about durability on tmpfs would be worth nothing."""
    rows = Path("/proc/mounts").read_text(encoding="utf-8").splitlines()
    mounts = [row.split()[1:3] for row in rows]
    parents = {str(folder.absolute()), *(str(parent) for parent in folder.absolute().parents)}
    _, kind = max((len(point), kind) for point, kind in mounts if point in parents)
    return kind


def _fsync_ms(folder: Path) -> float:
    """Median time until 8 kB are on the disk, as PostgreSQL's log is written."""
    took = []
    path = folder / "fsync-probe"
    with path.open("wb", buffering=0) as file:
        for _ in range(WRITES):
            began = time.perf_counter()
            file.seek(0)
            file.write(b"\0" * 8192)
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - began)
    path.unlink()
    return statistics.median(took) * 1000


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    found["postgres"] = _said(str(binaries.program("postgres")), "--version").split(" ")[-1]
    for name in PACKAGES:
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    if compiler := shutil.which("cc"):
        found["cc"] = _said(compiler, "-dumpfullversion")
    return found


def _said(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, cwd=ROOT, capture_output=True, text=True, check=False
        )
    except OSError as missing:
        sys.stderr.write(f"{missing}\n")
        return ""
    return done.stdout.strip()
