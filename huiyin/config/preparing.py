"""The steps before a start; Django is set up. Each may be repeated, and does nothing when done."""

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from huiyin.config.health import unapplied_migrations
from huiyin.config.replay.playing import play
from huiyin.config.replay.transcript import FaultyTranscript, Transcript, moved, read
from huiyin.config.wrong_setting import WrongSetting
from huiyin.ground.packs.actions import load_pack as load

# several machines may start at once; the number only has to be our own
MIGRATION_LOCK = 7_305_281


def migrate() -> int:
    """Apply the migrations that are missing; one machine does it while the others wait.

    Raises WrongSetting when the database does not let us in.
    """
    _demand_database()
    if not unapplied_migrations():
        return 0
    with connection.cursor() as cursor:
        # a large table takes longer than a page may; the server before 17 does not know the limit
        cursor.execute(
            "SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'transaction_timeout'"
        )
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
    try:
        count = unapplied_migrations()
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.close()  # gives the lock back and the limits too
    return count


def _demand_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise WrongSetting(
            "DATABASE_URL",
            f"连不上数据库。请检查地址、用户、密码和数据库服务。({error})",
            "the database cannot be reached. Check address, user, password and the server.",
        ) from error


def collect_static_files() -> None:
    """Put what the pages need under HUIYIN_HOME/static, with names by content."""
    call_command("collectstatic", interactive=False, verbosity=0, stdout=io.StringIO())


def load_pack(folder: Path, *, say: Callable[[str], None]) -> bool:
    """Import a pack. False when it is faulty; its faults have then been said."""
    report = load(folder, now=timezone.now())
    for error in report.errors:
        say(str(error))
    return report.is_good


def is_played(day: Path) -> bool:
    """Whether this home has seen the day already."""
    return day.name in dict(_noted("days-played"))


def play_once(
    day: Path, *, say: Callable[[str], None], by: Callable[[Transcript], timedelta] | None = None
) -> None:
    """Play a transcript unless it has been played in this home. A faulty one is said and left out.

    by: how far it is moved, asked when it is begun; what was interrupted goes on where it lay. None: as it is written.
    """
    if is_played(day):
        return
    say(f"· 播放一天的群聊 / playing a day of talk ({day.name})")
    try:
        transcript = read(day)
        distance_s = dict(_noted("days-begun")).get(day.name)
        if distance_s is None:
            distance_s = str(by(transcript).total_seconds()) if by else "0"
            _note("days-begun", f"{day.name}\t{distance_s}")
        play(moved(transcript, by=timedelta(seconds=float(distance_s))))
    except FaultyTranscript as faulty:
        say("\n".join(faulty.faults[:5]))
        return
    _note("days-played", day.name)


def _noted(list_name: str) -> list[tuple[str, str]]:
    """The lines of a small list in the data folder: a name, and what is noted of it."""
    path = Path(settings.HUIYIN_HOME) / list_name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [(name, word) for name, _, word in (line.partition("\t") for line in lines)]


def _note(list_name: str, line: str) -> None:
    with (Path(settings.HUIYIN_HOME) / list_name).open("a", encoding="utf-8") as note:
        note.write(f"{line}\n")
