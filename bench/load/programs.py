"""The small C programs of the benchmarks, built by the compiler of the machine when they are first needed."""

import hashlib
import subprocess
from pathlib import Path

from bench.harness.machine import ROOT

BUILT = ROOT / "build" / "bench" / "programs"
FLAGS = ("-O2", "-Wall", "-Wextra", "-Werror")


def program(source: str) -> str:
    """The path of the program made of `source`, such as "load/readers.c". The name holds a hash of the source."""
    path = ROOT / "bench" / source
    name = f"{path.stem}-{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}"
    target = BUILT / name
    if not target.exists():
        BUILT.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(".new")
        subprocess.run(["cc", *FLAGS, "-o", str(draft), str(path)], check=True)  # noqa: S603, S607 - the machine's own compiler
        draft.rename(target)
    return str(target)


def file_of(name: str, data: bytes) -> Path:
    """A file with what a program is to send."""
    BUILT.mkdir(parents=True, exist_ok=True)
    path = BUILT / name
    path.write_bytes(data)
    return path
