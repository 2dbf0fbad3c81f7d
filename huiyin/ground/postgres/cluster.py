"""The data folder: made once, configured at every start, its roles and its database kept there."""

import os
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from huiyin.ground.postgres import binaries
from huiyin.ground.postgres.account import Account, own_name
from huiyin.ground.postgres.errors import PostgresError

ADMIN = "postgres"
SITE = "huiyin"  # the role and the database of the application; the role is no superuser
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}

# of the group of processes we run in, "max" for none
MEMORY_LIMIT = Path("/sys/fs/cgroup/memory.max")
SETTINGS = """\
# written by Huiyin at every start; changes made here are lost
listen_addresses = ''
unix_socket_directories = {socket_folder}
unix_socket_permissions = 0700
max_connections = 100
{memory}timezone = 'UTC'
log_timezone = 'UTC'
password_encryption = 'scram-sha-256'
logging_collector = on
log_filename = 'postgresql-%a.log'
log_rotation_age = 1d
log_truncate_on_rotation = on
# rows and parameters are people's data: neither goes into the log
log_error_verbosity = terse
log_min_error_statement = panic
log_parameter_max_length_on_error = 0
"""
DURABLE = """\
fsync = on
synchronous_commit = on
full_page_writes = on
# a forgotten transaction holds locks and keeps dead rows: it ends after a minute
transaction_timeout = 60s
idle_in_transaction_session_timeout = 60s
"""
THROW_AWAY = """\
fsync = off
synchronous_commit = off
full_page_writes = off
"""


def make(data: Path, *, account: Account) -> None:
    """Make the data folder unless it is there; one that was cut short is made anew."""
    if (data / "PG_VERSION").exists():
        return
    draft = data.with_name(data.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if account.is_other:
        shutil.chown(draft, account.uid, account.gid)
    program = binaries.program("initdb", account=account)
    command = [str(program), "-D", str(draft), "-U", ADMIN, "--encoding=UTF8", "--auth=peer"]
    # the built-in provider sorts the same on every machine, whatever libc it has
    command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    made = subprocess.run(  # noqa: S603 - our own programs and paths
        command,
        **account.identity(),
        cwd="/",
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise PostgresError(
            f"数据库无法在 {data} 建立。 / The database could not be made: {made.stderr.strip()}"
        )
    draft.rename(data)


def machine_mb() -> int:
    """The memory of the machine in MB, or of the container we run in."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        limit = MEMORY_LIMIT.read_text(encoding="ascii").strip()
    except OSError:
        limit = "max"
    return (min(machine, int(limit)) if limit.isdecimal() else machine) // 2**20


def memory_settings(machine_mb: int) -> dict[str, int]:
    """What the server takes of a machine with so many MB, in MB by the name of the setting.

    An eighth as buffers: the processes of Huiyin share the machine, and what does not fit stands in the system's own cache.
    Sorting gets so little for each connection that a hundred of them at once still fit beside it; an index is built by one at a time.
    """
    return {
        "shared_buffers": min(max(machine_mb // 8, 128), 2048),
        "effective_cache_size": machine_mb // 2,
        "work_mem": min(max(machine_mb // 512, 4), 16),
        "maintenance_work_mem": min(max(machine_mb // 32, 64), 512),
    }


def configure(data: Path, *, account: Account, socket_folder: Path, is_durable: bool) -> None:
    """Write the settings and who may sign in: by socket only, by operating-system account only."""
    memory = "".join(f"{name} = {mb}MB\n" for name, mb in memory_settings(machine_mb()).items())
    settings = SETTINGS.format(socket_folder=_quoted(str(socket_folder)), memory=memory)
    settings += DURABLE if is_durable else THROW_AWAY
    _write(data / "postgresql.conf", settings, account)
    _write(
        data / "pg_hba.conf",
        f"local all {ADMIN} peer map=admin\nlocal all {SITE} peer map=site\n",
        account,
    )
    names = {account.name, own_name()}
    lines = [f'admin "{name}" {ADMIN}\nsite "{name}" {SITE}\n' for name in sorted(names)]
    _write(data / "pg_ident.conf", "".join(lines), account)


def ensure_site(socket_folder: Path) -> None:
    """Make the application's role and database if they are missing."""
    with psycopg.connect(
        host=str(socket_folder), user=ADMIN, dbname="postgres", autocommit=True, connect_timeout=5
    ) as admin:
        if not admin.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [SITE]).fetchone():
            admin.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER").format(sql.Identifier(SITE))
            )
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [SITE]).fetchone():
            admin.execute(sql.SQL("CREATE DATABASE {0} OWNER {0}").format(sql.Identifier(SITE)))


def _write(path: Path, text: str, account: Account) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    if account.is_other:
        shutil.chown(path, account.uid, account.gid)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
