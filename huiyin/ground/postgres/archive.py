"""Backups: the database as pg_dump writes it, in one tar file with the files of the site."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

from psycopg.conninfo import conninfo_to_dict

from huiyin.ground.postgres import binaries
from huiyin.ground.postgres.errors import PostgresError

DUMP = "database.dump"
FILES = "files"
# owners and rights are those of the site that reads it back
PLAIN = ("--no-owner", "--no-acl")
EMPTY = (
    "--command=DROP OWNED BY CURRENT_USER CASCADE",
    "--command=CREATE SCHEMA IF NOT EXISTS public",
)


def write(target: Path, *, url: str, files: Path) -> None:
    """Write the database at `url` and the folder `files` into the tar file `target`.

    The database comes first: a file that comes in later is then too many, never missing. The file
    appears whole or not at all, readable by ourselves alone. Raises PostgresError.
    """
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump, draft = Path(folder) / DUMP, Path(folder) / "draft.tar"
        _run("pg_dump", "--format=custom", *PLAIN, f"--file={dump}", url=url)
        with tarfile.open(draft, "w") as archive:
            archive.add(dump, arcname=DUMP)
            if files.exists():
                archive.add(files, arcname=FILES)
        draft.chmod(0o600)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(target)


def read(source: Path, *, url: str, files: Path) -> None:
    """Put the database and the files of an archive in place of what is there.

    The database changes in one transaction, so a bad archive changes nothing. Raises PostgresError.
    """
    files.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=files.parent, prefix=".restore-") as folder:
        try:
            _unpack(source, Path(folder))
        except (OSError, tarfile.TarError) as error:
            raise PostgresError(
                f"{source} 不是回音的备份,或者不完整({error})。 / {source} is no whole backup of Huiyin."
            ) from error
        script = Path(folder) / "database.sql"
        _run("pg_restore", *PLAIN, f"--file={script}", str(Path(folder) / DUMP), url=url)
        # pg_restore's own --clean cannot drop what partitions inherit
        mode = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1")
        _run("psql", *mode, *EMPTY, f"--file={script}", url=url)
        _add_files(Path(folder) / FILES, files)


def _unpack(source: Path, folder: Path) -> None:
    """Take out what a backup holds and nothing else: no links, no ways out of the folder."""
    with tarfile.open(source) as archive:
        for member in archive:
            name = PurePosixPath(member.name)
            is_ours = name.parts[:1] in {(DUMP,), (FILES,)} and ".." not in name.parts
            content = archive.extractfile(member) if member.isreg() and is_ours else None
            if content is not None:
                target = folder / name
                target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                with content, target.open("xb") as opened:
                    shutil.copyfileobj(content, opened)
    if not (folder / DUMP).exists():
        raise tarfile.TarError(f"no {DUMP} inside")


def _add_files(restored: Path, files: Path) -> None:
    """Files are named by their content: those that are there are the same, and stay."""
    for path in restored.rglob("*"):
        target = files / path.relative_to(restored)
        if path.is_file() and not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.rename(target)


def _run(name: str, *arguments: str, url: str) -> None:
    done = subprocess.run(  # noqa: S603 - our own programs
        [str(binaries.program(name)), *arguments],
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", **_connection(url)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise PostgresError(f"{name}: {done.stderr.strip()}")


def _connection(url: str) -> dict[str, str]:
    """As variables, not as arguments: everybody on the machine can read arguments."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD"}
    names |= {"dbname": "PGDATABASE", "sslmode": "PGSSLMODE"}
    given = conninfo_to_dict(url)
    return {names[name]: str(value) for name, value in given.items() if name in names and value}
