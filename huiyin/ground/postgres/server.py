"""Start, watch and stop the embedded server of one HUIYIN_HOME."""

import fcntl
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import IO, Self
from urllib.parse import quote

import psycopg

from huiyin.ground.postgres import binaries, cluster
from huiyin.ground.postgres.account import Account, server_account
from huiyin.ground.postgres.errors import PostgresError
from huiyin.ground.postgres.parent import die_with_parent

START_LIMIT_S = 60.0  # recovery after a crash reads the log back; it may take its time
STOP_LIMIT_S = 20.0
# sun_path holds 107 bytes; the socket itself adds "/.s.PGSQL.5432"
SOCKET_FOLDER_BYTES = 90


class Server:
    """The server of one HUIYIN_HOME; at most one process holds it at a time.

    Works as a context manager. It ends with the process that started it, however that one ends.
    """

    def __init__(self, home: Path, *, is_durable: bool = True) -> None:
        """home: folder of the site, made if missing. is_durable: off only for tests."""
        self._home = home
        self._is_durable = is_durable
        self._account: Account | None = None
        self._lock: IO[str] | None = None
        self._socket_folder: Path | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Return when the application's database takes connections.

        Raises PostgresError when another process holds the folder or the server does not start.
        """
        self._take_lock()
        try:
            self._account = server_account()
            data = data_folder(self._home, account=self._account)
            cluster.make(data, account=self._account)
            _clear_remains(data)
            self._socket_folder = self._new_socket_folder()
            self.spawn()
            self.wait_ready()
            cluster.ensure_site(self._socket_folder)
        except BaseException:
            self.stop()
            raise

    def spawn(self) -> subprocess.Popen[bytes]:
        """Start the server process, also after it died; its socket folder stays the same."""
        if self._account is None or self._socket_folder is None:
            raise RuntimeError("spawn() comes after start()")
        account, data = self._account, data_folder(self._home, account=self._account)
        _clear_remains(data)
        cluster.configure(
            data, account=account, socket_folder=self._socket_folder, is_durable=self._is_durable
        )
        program = binaries.program("postgres", account=account)
        with (data / "start.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own program and path
                [str(program), "-D", str(data)],
                **account.identity(),
                cwd="/",
                env=cluster.ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the supervisor, which stops us last
                # SIGINT is PostgreSQL's fast and clean stop
                preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509 - no threads yet
            )
        return self.process

    def wait_ready(self) -> None:
        """Return when the server answers; PostgresError with its last words if it does not."""
        end = time.monotonic() + START_LIMIT_S
        while time.monotonic() < end:
            if self.process is None or self.process.poll() is not None:
                break
            with suppress(psycopg.OperationalError):
                psycopg.connect(
                    host=str(self._socket_folder),
                    user=cluster.ADMIN,
                    dbname="postgres",
                    connect_timeout=2,
                ).close()
                return
            time.sleep(0.05)
        raise PostgresError(
            "内置数据库没有启动成功。 / The embedded PostgreSQL did not start.\n"
            + self._last_words()
        )

    def stop(self) -> None:
        """Stop cleanly, harder if it does not listen, and let others have the folder."""
        if self.process is not None:
            _end(self.process)
            self.process = None
        if self._socket_folder is not None:
            shutil.rmtree(self._socket_folder, ignore_errors=True)
            self._socket_folder = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    @property
    def url(self) -> str:
        """DATABASE_URL of the application's database."""
        if self._socket_folder is None:
            raise RuntimeError("the server does not run")
        return _url(self._socket_folder)

    def _take_lock(self) -> None:
        run = self._home / "run"
        run.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = (run / "postgres.lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._lock.close()
            self._lock = None
            raise PostgresError(
                f"回音已经在用 {self._home} 运行。请先停下那一个,或用 HUIYIN_HOME 另选文件夹。 / Huiyin "
                f"already runs with {self._home}: stop that one, or choose another HUIYIN_HOME."
            ) from error

    def _new_socket_folder(self) -> Path:
        """A private folder with a short name; the one a killed start left behind goes."""
        note = self._home / "run" / "postgres-sockets"
        if note.exists():
            shutil.rmtree(note.read_text(encoding="utf-8"), ignore_errors=True)
        base = tempfile.gettempdir()
        if len(os.fsencode(base)) > SOCKET_FOLDER_BYTES - 24:
            base = "/tmp"  # noqa: S108 - mkdtemp makes a private folder nobody can guess
        folder = Path(tempfile.mkdtemp(prefix="huiyin-db-", dir=base))
        note.write_text(str(folder), encoding="utf-8")
        if self._account is not None and self._account.is_other:
            shutil.chown(folder, self._account.uid, self._account.gid)
        return folder

    def _last_words(self) -> str:
        if self._account is None:
            return ""
        data = data_folder(self._home, account=self._account)
        logs = [data / "start.log", *sorted((data / "log").glob("*.log"), key=os.path.getmtime)]
        lines = [line for log in logs if log.exists() for line in _tail(log)]
        return "\n".join(lines[-12:])


def data_folder(home: Path, *, account: Account) -> Path:
    """Where the data lies: `home`/postgres, or a folder of the machine if `account` cannot go there.

    The choice is remembered in `home`/postgres-folder, so that a later start finds the same data.
    """
    note = home / "postgres-folder"
    if note.exists():
        return Path(note.read_text(encoding="utf-8"))
    if (home / "postgres").exists():
        return home / "postgres"
    if not account.is_other:
        return home / "postgres"
    home.chmod(home.stat().st_mode | 0o011)  # our own folder may be passed through, not listed
    if account.can_pass(home):
        return home / "postgres"
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    folder = binaries.ensure_machine_folder() / name
    folder.mkdir(exist_ok=True)
    folder.chmod(0o711)
    note.write_text(str(folder / "postgres"), encoding="utf-8")
    return folder / "postgres"


def running_url(home: Path) -> str | None:
    """DATABASE_URL of the server that runs for `home`, or None if there is none."""
    note = home / "postgres-folder"
    data = Path(note.read_text(encoding="utf-8")) if note.exists() else home / "postgres"
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    if len(lines) < 5 or not _is_server_of(int(lines[0]), data):
        return None
    return _url(Path(lines[4]))


def _url(socket_folder: Path) -> str:
    return f"postgresql://{cluster.SITE}@/{cluster.SITE}?host={quote(str(socket_folder), safe='')}"


def _clear_remains(data: Path) -> None:
    """Tidy after a start that was killed: wait for a server on its way out, drop stale marks.

    The caller holds the lock of the folder, so a server found here belongs to nobody.
    """
    mark = data / "postmaster.pid"
    try:
        lines = mark.read_text(encoding="utf-8").splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return
    if _is_server_of(pid, data):
        _end_orphan(pid, data)
    elif _exists(pid):
        # the number has been given to another program: PostgreSQL would take it for its own
        mark.unlink(missing_ok=True)


def _end_orphan(pid: int, data: Path) -> None:
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, sign)
        end = time.monotonic() + STOP_LIMIT_S
        while time.monotonic() < end:
            if not _is_server_of(pid, data):
                return
            time.sleep(0.05)


def _end(process: subprocess.Popen[bytes]) -> None:
    for sign in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        with suppress(ProcessLookupError):
            process.send_signal(sign)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_LIMIT_S)
            return


def _is_server_of(pid: int, data: Path) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z" and os.fsencode(data) in words


def _exists(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def _tail(log: Path) -> list[str]:
    return log.read_text(encoding="utf-8", errors="replace").splitlines()[-6:]
