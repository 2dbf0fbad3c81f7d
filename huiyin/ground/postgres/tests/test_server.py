"""Against the real programs: what a launcher must survive."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from huiyin.ground.postgres import PostgresError, Server, archive, running_url
from huiyin.ground.postgres.account import Account, server_account
from huiyin.ground.postgres.cluster import machine_mb, memory_settings
from huiyin.ground.postgres.server import data_folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with spaces and Chinese in its path; made once, because making a cluster takes seconds.

    Below a folder of mode 700, as those of pytest are: root's server account cannot pass.
    """
    folder = tmp_path_factory.mktemp("a home") / "数据 folder"
    yield folder
    remove_data(folder)


def remove_data(home: Path) -> None:
    """Also what lies in a folder of the machine."""
    data = data_folder(home, account=server_account())
    shutil.rmtree(home if data.is_relative_to(home) else data.parent)


@pytest.fixture
def server(home: Path) -> Iterator[Server]:
    with Server(home) as started:
        yield started


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())


def is_gone(pid: int, *, within_s: float = 10.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        with suppress(OSError):
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z":
                time.sleep(0.05)
                continue
        return True
    return False


def test_the_application_is_no_superuser_and_owns_its_database(server: Server) -> None:
    assert ask(server.url, "SELECT current_user") == "huiyin"
    assert ask(server.url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'huiyin'"
    assert ask(server.url, owner) == "huiyin"


def test_what_is_acknowledged_is_on_the_disk_and_forgotten_transactions_end(server: Server) -> None:
    assert ask(server.url, "SHOW fsync") == "on"
    assert ask(server.url, "SHOW synchronous_commit") == "on"
    assert ask(server.url, "SHOW transaction_timeout") == "1min"
    assert ask(server.url, "SHOW idle_in_transaction_session_timeout") == "1min"


@pytest.mark.parametrize(
    ("machine_mb", "buffers_mb"), [(512, 128), (2048, 256), (4096, 512), (65536, 2048)]
)
def test_the_server_leaves_most_of_the_memory_to_the_others(
    machine_mb: int, buffers_mb: int
) -> None:
    settings = memory_settings(machine_mb)
    assert settings["shared_buffers"] == buffers_mb
    # beside it an index is built
    assert settings["shared_buffers"] + settings["maintenance_work_mem"] <= max(
        machine_mb // 3, 192
    )


def test_the_memory_of_the_machine_is_in_the_settings(server: Server) -> None:
    wanted = memory_settings(machine_mb())["shared_buffers"]
    pages = "SELECT setting::int / 128 FROM pg_settings WHERE name = 'shared_buffers'"
    assert ask(server.url, pages) == wanted


def test_it_listens_on_a_private_socket_alone(server: Server) -> None:
    assert ask(server.url, "SHOW listen_addresses") == ""
    folder = Path(server.url.partition("host=")[2].replace("%2F", "/"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(os.fsencode(folder)) < 90


def test_nobody_signs_in_as_somebody_else(server: Server) -> None:
    with pytest.raises(psycopg.OperationalError):
        ask(server.url.replace("//huiyin@", "//stranger@"), "SELECT 1")


def test_a_second_start_is_refused_with_a_sentence(server: Server, home: Path) -> None:
    with pytest.raises(PostgresError, match="HUIYIN_HOME"):
        Server(home).start()
    assert ask(server.url, "SELECT 1") == 1


def test_the_running_server_is_found_and_a_stopped_one_is_not(home: Path) -> None:
    with Server(home) as server:
        assert running_url(home) == server.url
    assert running_url(home) is None


def test_data_stay_when_the_server_is_killed_and_started_again(home: Path) -> None:
    with Server(home) as server:
        tell(server.url, "CREATE TABLE kept AS SELECT 7 AS n")
        assert server.process is not None
        server.process.kill()
        server.process.wait()
        time.sleep(0.3)  # its own children notice and end
        server.spawn()
        server.wait_ready()
        assert ask(server.url, "SELECT n FROM kept") == 7
    with Server(home) as server:
        assert ask(server.url, "SELECT n FROM kept") == 7
        tell(server.url, "DROP TABLE kept")


def test_a_stale_mark_with_the_number_of_another_process_does_not_stop_a_start(home: Path) -> None:
    data = data_folder(home, account=server_account())
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n0\n5432\n/nowhere\n")
    with Server(home) as server:
        assert ask(server.url, "SELECT 1") == 1


def test_the_server_ends_with_a_parent_that_is_killed_and_starts_again(home: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from huiyin.ground.postgres import Server\n"
        "server = Server(Path(sys.argv[1])); server.start()\n"
        "print(server.process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", program, str(home)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    with parent.stdout:
        pid = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    with Server(home) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert is_gone(pid)


def test_a_making_that_was_cut_short_is_made_anew(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    data = data_folder(home, account=server_account())
    draft = data.with_name(data.name + ".new")
    draft.mkdir(parents=True)
    (draft / "half").write_text("")
    with Server(home, is_durable=False) as server:
        assert ask(server.url, "SELECT 1") == 1
    assert not draft.exists()
    remove_data(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has a second account to run as")
def test_root_leaves_the_permissions_of_folders_above_alone(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    home.mkdir()
    before = [stat.S_IMODE(folder.stat().st_mode) for folder in (closed, tmp_path)]
    data = data_folder(home, account=server_account())
    assert not data.is_relative_to(closed)
    assert data_folder(home, account=server_account()) == data
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (closed, tmp_path)] == before
    data.parent.rmdir()


def test_an_ordinary_account_keeps_the_data_in_its_home(tmp_path: Path) -> None:
    oneself = Account(name="oneself", uid=os.geteuid(), gid=os.getegid())
    assert data_folder(tmp_path, account=oneself) == tmp_path / "postgres"


def test_a_backup_brings_back_database_and_files(server: Server, tmp_path: Path) -> None:
    files = tmp_path / "files"
    (files / "aa").mkdir(parents=True)
    (files / "aa" / "picture.jpg").write_bytes(b"picture")
    tell(server.url, "CREATE TABLE matter AS SELECT 'heating' AS title")
    # what partitions inherit cannot be dropped on its own
    tell(server.url, "CREATE TABLE said (id bigint PRIMARY KEY) PARTITION BY RANGE (id)")
    tell(server.url, "CREATE TABLE said_rest PARTITION OF said DEFAULT")
    archive.write(tmp_path / "site.tar", url=server.url, files=files)
    assert stat.S_IMODE((tmp_path / "site.tar").stat().st_mode) == 0o600

    tell(server.url, "UPDATE matter SET title = 'lost'")
    archive.read(tmp_path / "site.tar", url=server.url, files=tmp_path / "elsewhere")
    assert ask(server.url, "SELECT title FROM matter") == "heating"
    assert (tmp_path / "elsewhere" / "aa" / "picture.jpg").read_bytes() == b"picture"
    tell(server.url, "DROP TABLE matter, said")


@pytest.mark.parametrize("content", [b"", b"not a tar file", b"\0" * 10_240])
def test_what_is_no_backup_changes_nothing(server: Server, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.tar").write_bytes(content)
    with pytest.raises(PostgresError, match="no whole backup"):
        archive.read(tmp_path / "bad.tar", url=server.url, files=tmp_path / "files")
