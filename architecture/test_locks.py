"""Locks pin by hash and name no host (docs/decisions/0001-lock-without-hosts.md)."""

import json
import re
from pathlib import Path

import pytest

from architecture.source import ROOT

PIN = re.compile(r"^[a-z0-9][a-z0-9._-]*(\[[^]]*\])?==", re.MULTILINE)
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def faults_of(lock: str) -> list[str]:
    """What is wrong with a lock: addresses, and pins without a hash."""
    addresses = re.findall(r"\S*://\S*|--(?:extra-)?index-url\b.*", lock)
    entries = re.split(r"\n(?=\S)", "\n".join(x for x in lock.splitlines() if x.strip()[:1] != "#"))
    return addresses + [e for e in entries if PIN.match(e) and "--hash=sha256:" not in e]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_pins_by_hash_and_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert PIN.search(text)
    assert faults_of(text) == []


def test_the_lock_of_the_script_tool_names_no_host() -> None:
    lock = json.loads((ROOT / "tools" / "package-lock.json").read_text(encoding="utf-8"))
    packages = [package for path, package in lock["packages"].items() if path]
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages)


def test_a_host_and_a_pin_without_hash_are_found() -> None:
    lock = "--index-url https://example.cn/simple\na==1\nb==1 \\\n    --hash=sha256:00\n"
    assert len(faults_of(lock)) == 2
