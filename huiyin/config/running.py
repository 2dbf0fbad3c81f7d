"""A whole site on one machine: database, pages, live, worker and clock under one supervisor."""

import os
import signal
import socket
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from huiyin.config.announcing import Announcement
from huiyin.config.environment import port, read_environment
from huiyin.config.site import make_home, say
from huiyin.config.supervisor import Child, Supervisor, command, huiyin_command
from huiyin.config.wrong_setting import WrongSetting
from huiyin.ground.postgres import Server

LOG_LIMIT_BYTES = 20 * 1024 * 1024
PAGES = {"web": ("web",), "live": ("live",)}
# these act by themselves, at the present time: they wait until a played day is over
ACTING = {"worker": ("worker",), "clock": ("clock",)}


def run_site(
    *,
    preparation: Sequence[str] = (),
    rehearsal: Sequence[str] = (),
    feed: Sequence[str] | None = None,
) -> int:
    """Run until asked to stop. Returns the exit code.

    preparation: arguments for `huiyin prepare` before anything starts. rehearsal: a command that runs once while the
    pages are up already, before the clock and the worker. feed: a command that keeps talk coming.
    Raises WrongSetting or PostgresError when something stands in the way of the start.
    """
    _refuse_taken_ports()
    home = make_home(os.environ)
    supervisor = Supervisor(say=say)
    supervisor.hold()
    server = None if os.environ.get("DATABASE_URL") else Server(home)
    try:
        if server is not None:
            supervisor.add(_database(server))
        environment = read_environment(os.environ)
        variables = {**os.environ, "PYTHONUNBUFFERED": "1"}
        code = _run_once(supervisor, ["prepare", *preparation], variables)
        if code == 0:
            _add(supervisor, PAGES, variables, home / "log")
            code = _run_once(supervisor, rehearsal, variables) if rehearsal else 0
        if code == 0:
            acting = ACTING | ({"feed": tuple(feed)} if feed else {})
            _add(supervisor, acting, variables, home / "log")
            supervisor.run(on_turn=Announcement(environment, say=say).turn)
    finally:
        supervisor.stop()
        if server is not None:
            server.stop()
    say("· 已停止 / stopped")
    return code if code != -signal.SIGTERM else 0


def _database(server: Server) -> Child:
    say("· 启动内置数据库 / starting the embedded database")
    server.start()
    os.environ["DATABASE_URL"] = server.url
    # stops last, when nobody needs it any more; SIGINT is its fast and clean stop
    return Child(
        "database", server.spawn, stage=0, stop_signal=signal.SIGINT, process=server.process
    )


def _run_once(supervisor: Supervisor, words: Sequence[str], variables: dict[str, str]) -> int:
    return supervisor.run_once(command(huiyin_command(*words), environment=variables))


def _add(
    supervisor: Supervisor,
    parts: Mapping[str, Sequence[str]],
    variables: dict[str, str],
    logs: Path,
) -> None:
    """Start parts of the site, each with a log of its own."""
    logs.mkdir(mode=0o700, exist_ok=True)
    for name, words in parts.items():
        log = _log_file(logs / f"{name}.log")
        start = command(huiyin_command(*words), environment=variables, log=log)
        supervisor.add(Child(name, start))


def _log_file(path: Path) -> Path:
    """The file to add to; a large one is put aside as the only older one."""
    if path.exists() and path.stat().st_size > LOG_LIMIT_BYTES:
        path.replace(path.with_suffix(".old.log"))
    return path


def _refuse_taken_ports() -> None:
    first = port(os.environ)
    bind = os.environ.get("HUIYIN_BIND") or "127.0.0.1"
    for number in (first, first + 1):
        family = socket.AF_INET6 if ":" in bind else socket.AF_INET
        with closing(socket.socket(family)) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind((bind, number))
            except OSError as error:
                raise WrongSetting(
                    "HUIYIN_PORT",
                    f"端口 {number} 不能使用({error.strerror})。请停下占用它的程序,或换一个端口:"
                    f"HUIYIN_PORT={first + 100}(回音使用这个端口和下一个)。",
                    f"port {number} cannot be used ({error.strerror}). Stop the program that uses it, or "
                    f"choose another: HUIYIN_PORT={first + 100} (Huiyin uses it and the next).",
                ) from error
