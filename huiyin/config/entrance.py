"""The variables about the door of a site: limits of sign-in, telephones, proxies."""

import re
from collections.abc import Mapping

from huiyin.config.wrong_setting import WrongSetting
from huiyin.lib.addresses import Network, networks
from huiyin.sign_in.rules.limits import MAY_BE_ZERO, NAMES

Variables = Mapping[str, str]

LOOPBACK = "127.0.0.1,::1"
_SMS = re.compile(r"|console|file|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+")


def sign_in(variables: Variables) -> dict[str, int]:
    """What the site sets of the limits of sign-in: `staff_idle_minutes=60,password_days=0`."""
    pairs = [pair.strip() for pair in variables.get("HUIYIN_SIGN_IN", "").split(",")]
    return dict(_limit(pair) for pair in pairs if pair)


def _limit(pair: str) -> tuple[str, int]:
    name, _, value = (part.strip() for part in pair.partition("="))
    shape = r"[0-9]{1,6}" if name in MAY_BE_ZERO else r"[1-9][0-9]{0,5}"
    if name not in NAMES or not re.fullmatch(shape, value):
        names = ", ".join(NAMES)
        raise WrongSetting(
            "HUIYIN_SIGN_IN",
            f"“{pair}”无法识别。请写成“名称=正整数”,用逗号分开,例如 staff_idle_minutes=60;可用的名称:{names}。",
            f'"{pair}" is not understood. Give name=whole number with commas, such as '
            f"staff_idle_minutes=60; the names are {names}.",
        )
    return name, int(value)


def sms(variables: Variables, *, is_demo: bool) -> str:
    """What carries messages to telephones: nothing unless it is named; a demo writes them to a file."""
    value = variables.get("HUIYIN_SMS")
    if value is None:
        return "file" if is_demo else ""
    if not _SMS.fullmatch(value):
        raise WrongSetting(
            "HUIYIN_SMS",
            f"“{value}”无法识别。请留空(不发短信),或填 console、file,或写发送程序的路径,例如 county_sms.Carrier。",
            f'"{value}" is not understood. Leave it empty (no messages), or give console, file, or the '
            "dotted path of a class, such as county_sms.Carrier.",
        )
    return value


def proxies(variables: Variables) -> list[Network]:
    """The addresses of proxies whose X-Forwarded-For is believed; those of this machine unless others are named."""
    value = variables.get("HUIYIN_PROXIES")
    names = [name.strip() for name in (LOOPBACK if value is None else value).split(",")]
    try:
        return networks([name for name in names if name])
    except ValueError as wrong:
        raise WrongSetting(
            "HUIYIN_PROXIES",
            f"“{value}”里有不是地址的内容。请写代理服务器的地址或网段,用逗号分开,例如 10.0.0.5,10.1.0.0/16。",
            f'"{value}" holds what is no address. Give addresses or networks of the proxies with '
            "commas, such as 10.0.0.5,10.1.0.0/16.",
        ) from wrong
