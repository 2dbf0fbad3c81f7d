"""What a site is configured by: the variables of its environment, read and checked in one place."""

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

from huiyin.config import entrance
from huiyin.config.wrong_setting import WrongSetting
from huiyin.ground.postgres import running_url
from huiyin.lib.addresses import Network
from huiyin.lib.ids import NODES

Variables = Mapping[str, str]

EXIT_WRONG_SETTING = 2
SECRET_KEY_LENGTH = 32
SECRET_KEY_FILE = "secret-key"  # noqa: S105 - the name of a file
IDLE_LIMIT = "-c idle_in_transaction_session_timeout=60s"
_LIVE_URL = re.compile(r"|:\d+|https?://[^/?#\s]+")
# as the variable says them, and as huiyin.ground.files.rules.Limits has them
FILE_LIMITS = {
    "picture_bytes": "picture_bytes",
    "voice_bytes": "voice_bytes",
    "video_bytes": "video_bytes",
    "voice_seconds": "voice_s",
    "video_seconds": "video_s",
    "pixels": "pixels",
}
_HOST = re.compile(r"\*|\.?[\w.-]+|\[[0-9a-fA-F:]+\]")


@dataclass(frozen=True)
class Environment:
    """home: data folder, absolute. port, bind: where the pages are served; live is on port + 1.

    live_url: "" same origin, ":8001" same host on another port, or a whole address.
    id_nodes: the node numbers under which the processes of this machine make ids.
    file_limits: what the site sets of ground.files' Limits, by their names there.
    database_url: of PostgreSQL; the embedded server's own when it runs for `home`.
    messages_per_s: that one person may say by the live process in the long run.
    sign_in: what the site sets of huiyin.sign_in's Limits, by their names there.
    sms: what carries messages to telephones, "" for nothing. proxies: whose word about where a request comes from is taken.
    """

    home: Path
    port: int
    bind: str
    secret_key: str
    old_secret_keys: list[str]
    database_url: str
    live_url: str
    is_demo: bool
    is_https: bool
    hosts: list[str]
    file_limits: dict[str, int]
    id_nodes: range
    messages_per_s: int
    sign_in: dict[str, int]
    sms: str
    proxies: list[Network]


def environment_or_exit() -> Environment:
    """The environment of this process; a wrong one ends it with a sentence and exit code 2."""
    try:
        return read_environment(os.environ)
    except WrongSetting as wrong:
        stop(wrong)


def stop(reason: Exception, code: int = EXIT_WRONG_SETTING) -> NoReturn:
    """End this process with the sentence of `reason`, without a traceback."""
    sys.stderr.write(f"{reason}\n")
    raise SystemExit(code)


def read_environment(variables: Variables) -> Environment:
    """Read and check everything. Raises WrongSetting for the first value that is missing or wrong."""
    return Environment(
        home=home(variables),
        port=port(variables),
        bind=variables.get("HUIYIN_BIND") or "127.0.0.1",
        secret_key=secret_key(variables),
        old_secret_keys=variables.get("HUIYIN_OLD_SECRET_KEYS", "").split(),
        database_url=database_url(variables),
        live_url=live_url(variables),
        is_demo=is_demo(variables),
        is_https=_flag(variables, "HUIYIN_HTTPS", default=not is_demo(variables)),
        hosts=hosts(variables),
        file_limits=file_limits(variables),
        id_nodes=id_nodes(variables),
        messages_per_s=messages_per_s(variables),
        sign_in=entrance.sign_in(variables),
        sms=entrance.sms(variables, is_demo=is_demo(variables)),
        proxies=entrance.proxies(variables),
    )


def home(variables: Variables) -> Path:
    """The data folder, absolute; `.huiyin` where Huiyin was started if HUIYIN_HOME is not set."""
    path = Path(variables.get("HUIYIN_HOME") or ".huiyin").expanduser().absolute()
    if path.exists() and not (path.is_dir() and os.access(path, os.W_OK | os.X_OK)):
        raise WrongSetting(
            "HUIYIN_HOME",
            f"{path} 不是可写的文件夹。请换一个文件夹,或修改它的权限。",
            f"{path} is not a folder that can be written to. Choose another, or change its rights.",
        )
    return path


def port(variables: Variables) -> int:
    """The port of the pages, 1 to 65534; the one after it is for the live process."""
    value = variables.get("HUIYIN_PORT") or "8000"
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65534:
        raise WrongSetting(
            "HUIYIN_PORT",
            f"“{value}”不是端口号。请填 1 到 65534 之间的数字,例如 8000。",
            f'"{value}" is not a port. Give a number from 1 to 65534, such as 8000.',
        )
    return int(value)


def messages_per_s(variables: Variables) -> int:
    """How many messages a second one person may say; ten times as many at once, for a phone that was offline."""
    value = variables.get("HUIYIN_MESSAGES_PER_S") or "20"
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 1_000_000:
        raise WrongSetting(
            "HUIYIN_MESSAGES_PER_S",
            f"“{value}”不是次数。请填 1 到 1000000 之间的数字,例如 20。",
            f'"{value}" is not a number of messages. Give one from 1 to 1000000, such as 20.',
        )
    return int(value)


def is_demo(variables: Variables) -> bool:
    return _flag(variables, "HUIYIN_DEMO", default=False)


def secret_key(variables: Variables) -> str:
    """The key that sessions, tickets and contact fields depend on. A demo keeps its own in a file."""
    key = variables.get("HUIYIN_SECRET_KEY", "")
    file = home(variables) / SECRET_KEY_FILE
    if not key and is_demo(variables) and file.exists():
        key = file.read_text(encoding="utf-8").strip()
    if len(key) < SECRET_KEY_LENGTH:
        raise WrongSetting(
            "HUIYIN_SECRET_KEY",
            f"{'太短' if key else '没有设置'}。请设为至少 {SECRET_KEY_LENGTH} 个字符的随机文字并妥善保存,"
            "可用这条命令生成:python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
            f"{'too short' if key else 'not set'}. Set it to at least {SECRET_KEY_LENGTH} random "
            "characters and keep it safe.",
        )
    return key


def database_url(variables: Variables) -> str:
    """DATABASE_URL, or the address of the embedded server that runs for this HUIYIN_HOME."""
    url = variables.get("DATABASE_URL") or running_url(home(variables))
    if url is None:
        raise WrongSetting(
            "DATABASE_URL",
            "没有设置,而内置数据库也没有运行。请用 huiyin 命令启动,或设为 postgresql://用户@主机/库名。",
            "not set, and the embedded database does not run. Start with the `huiyin` command, or "
            "set it to postgresql://user@host/name.",
        )
    database(url)
    return url


def database(url: str) -> dict[str, Any]:
    """DATABASE_URL as Django wants it. Raises WrongSetting when it is not one of PostgreSQL."""
    try:
        parts = urlsplit(url)
        port_number = parts.port
    except ValueError:
        parts, port_number = urlsplit(""), None
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise WrongSetting(
            "DATABASE_URL",
            "不是 PostgreSQL 的地址。请写成 postgresql://用户:密码@主机:5432/库名(密码中的特殊字符用 %XX 表示)。",
            "not an address of PostgreSQL. Write postgresql://user:password@host:5432/name (special "
            "characters of the password as %XX).",
        )
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    host = options.pop("host", None) or unquote(parts.hostname or "")
    given = options.pop("options", "")
    return {
        "ENGINE": "huiyin.ground.database",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": options.pop("port", None) or str(port_number or ""),
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 10,
            **options,
            "options": f"{IDLE_LIMIT} {given}".strip(),
        },
    }


def live_url(variables: Variables) -> str:
    """Where pages find the live process: behind a proxy at their own address, in a demo one port on."""
    value = variables.get("HUIYIN_LIVE_URL")
    if value is None:
        return f":{port(variables) + 1}" if is_demo(variables) else ""
    if not _LIVE_URL.fullmatch(value):
        raise WrongSetting(
            "HUIYIN_LIVE_URL",
            f"“{value}”不是地址。请留空(与页面同一地址),或写成 :8001,或 https://live.example.cn。",
            f'"{value}" is not an address. Leave it empty (same as the pages), or give :8001 or '
            "https://live.example.cn.",
        )
    return value


def hosts(variables: Variables) -> list[str]:
    """The names the site is called by; a demo answers to every name."""
    value = variables.get("HUIYIN_HOSTS", "")
    names = [name.strip() for name in value.split(",") if name.strip()]
    wrong = [name for name in names if not _HOST.fullmatch(name)]
    if wrong:
        raise WrongSetting(
            "HUIYIN_HOSTS",
            f"“{wrong[0]}”不是主机名。请只写名字,用逗号分开,例如 huiyin.example.cn,10.0.0.8。",
            f'"{wrong[0]}" is not a host name. Names only, with commas: huiyin.example.cn,10.0.0.8.',
        )
    return names or (["*"] if is_demo(variables) else ["localhost", "127.0.0.1", "[::1]"])


def file_limits(variables: Variables) -> dict[str, int]:
    """How large and long files may be where the site says so: `picture_bytes=10000000,video_seconds=90`."""
    pairs = [pair.strip() for pair in variables.get("HUIYIN_FILE_LIMITS", "").split(",")]
    return dict(_file_limit(pair) for pair in pairs if pair)


def _file_limit(pair: str) -> tuple[str, int]:
    name, _, value = (part.strip() for part in pair.partition("="))
    if name not in FILE_LIMITS or not re.fullmatch(r"[1-9][0-9]{0,9}", value):
        names = ", ".join(FILE_LIMITS)
        raise WrongSetting(
            "HUIYIN_FILE_LIMITS",
            f"“{pair}”无法识别。请写成“名称=正整数”,用逗号分开,例如 picture_bytes=10000000,"
            f"video_seconds=90;可用的名称:{names}。",
            f'"{pair}" is not understood. Give name=whole number with commas, such as '
            f"picture_bytes=10000000,video_seconds=90; the names are {names}.",
        )
    return FILE_LIMITS[name], int(value)


def id_nodes(variables: Variables) -> range:
    """This machine's share of the node numbers, such as `0-31`; all of them where one machine runs the site."""
    value = variables.get("HUIYIN_ID_NODES") or f"0-{NODES - 1}"
    found = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", value)
    first, last = (int(found[1]), int(found[2])) if found else (NODES, NODES)
    if not first <= last < NODES:
        raise WrongSetting(
            "HUIYIN_ID_NODES",
            f"“{value}”不是编号范围。请填 0-{NODES - 1} 之内的一段,例如 0-31;几台机器共用一个数据库时,各填一段,不能重叠。",
            f'"{value}" is not a range of numbers. Give a part of 0-{NODES - 1}, such as 0-31; where '
            "machines share a database each has its own part, without overlap.",
        )
    return range(first, last + 1)


def _flag(variables: Variables, name: str, *, default: bool) -> bool:
    value = variables.get(name) or ("1" if default else "0")
    if value not in {"0", "1"}:
        raise WrongSetting(
            name,
            f"“{value}”无法识别。请填 1(是)或 0(否)。",
            f'"{value}" is not understood. Give 1 (yes) or 0 (no).',
        )
    return value == "1"
