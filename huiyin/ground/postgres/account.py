"""The operating-system account that the server runs as, and what that account can reach."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from huiyin.ground.postgres.errors import PostgresError

# a name no person signs in with: PostgreSQL refuses to run as root, so root needs somebody else
SERVER_ACCOUNT = "huiyin-db"


class Identity(TypedDict):
    user: int | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True)
class Account:
    """Whom the server runs as; `is_other` when that is not the account that starts it."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def identity(self) -> Identity:
        """Arguments for `subprocess` that make a child run as this account."""
        if not self.is_other:
            return {"user": None, "group": None, "extra_groups": None}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_read(self, folder: Path) -> bool:
        """Whether the account may list and enter `folder` with the permissions as they are."""
        return self._may("-r", folder) and self._may("-x", folder)

    def can_pass(self, folder: Path) -> bool:
        """Whether the account may go through `folder` to something of its own inside."""
        return self._may("-x", folder)

    def _may(self, right: str, folder: Path) -> bool:
        # asked of the system rather than computed: modes, access lists and mounts all count
        answer = subprocess.run(  # noqa: S603 - fixed program, our own path
            ["/usr/bin/test", right, str(folder)],
            cwd="/",
            check=False,
            **self.identity(),
        )
        return answer.returncode == 0


def server_account() -> Account:
    """The account to run as: oneself, or for root the account `huiyin-db`, made if missing."""
    if os.geteuid() != 0:
        return _account(pwd.getpwuid(os.geteuid()))
    try:
        return _account(pwd.getpwnam(SERVER_ACCOUNT))
    except KeyError:
        _add_account()
        return _account(pwd.getpwnam(SERVER_ACCOUNT))


def own_name() -> str:
    return pwd.getpwuid(os.geteuid()).pw_name


def _account(entry: pwd.struct_passwd) -> Account:
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def _add_account() -> None:
    command = ["useradd", "--system", "--user-group", "--no-create-home"]
    command += ["--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", SERVER_ACCOUNT]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - fixed words
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresError(
            f"数据库不能以 root 身份运行,而系统账号 {SERVER_ACCOUNT} 无法自动建立。"
            "请用普通用户运行,或先建立这个系统账号。 / PostgreSQL does not run as root and the "
            f"account {SERVER_ACCOUNT} could not be made: run as an ordinary user, or add it."
        ) from error
