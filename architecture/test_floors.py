"""import-linter's contracts stand in pyproject.toml and run in `make check`; here they are shown to bite."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from architecture.source import PACKAGE, ROOT

# one fault for each contract, by the module it is seeded in
SEEDS = {
    "lib/refusal.py": "import huiyin.ground.ids",
    "people/queries/__init__.py": "import huiyin.people.apps",
    "escalation/rules/__init__.py": "import django.db",
    "config/health.py": "import huiyin.cases.models",
    "groups/apps.py": "import huiyin.ground.live.server",
    "cases/apps.py": "import asyncio",
    "web/officer/apps.py": "import huiyin.web.command.apps",
    "web/kit/apps.py": "import huiyin.web.resident.apps",
}


def test_every_contract_finds_its_seeded_fault(tmp_path: Path) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "static", "locale", "*.html")
    shutil.copytree(PACKAGE, tmp_path / "huiyin", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module, fault in SEEDS.items():
        with (tmp_path / "huiyin" / module).open("a", encoding="utf-8") as opened:
            opened.write(f"\n{fault}\n")
    found = subprocess.run(  # noqa: S603 - the tool of this environment
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    names = [contract["name"] for contract in _contracts()]
    kept = [name for name in names if f"{name} BROKEN" not in found.stdout]
    assert kept == [], found.stdout + found.stderr


def _contracts() -> list[dict[str, str]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts: list[dict[str, str]] = settings["tool"]["importlinter"]["contracts"]
    return contracts
