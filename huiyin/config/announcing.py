"""Telling the person at the terminal that the site is ready, and where."""

import http.client
import json
import time
from collections.abc import Callable

from huiyin.config.environment import Environment

READY_LIMIT_S = 60.0


class Announcement:
    """Asks for the state of a starting site turn by turn, and says the address when it is well."""

    def __init__(self, environment: Environment, *, say: Callable[[str], None]) -> None:
        self._environment = environment
        self._say = say
        self._give_up_s = time.monotonic() + READY_LIMIT_S
        self._is_done = False

    def turn(self) -> None:
        if self._is_done:
            return
        faults = faults_of(self._environment)
        if not faults:
            self._say(welcome(self._environment))
        elif time.monotonic() > self._give_up_s:
            logs = self._environment.home / "log"
            self._say(
                f"· 一分钟后仍未就绪 / not ready after a minute: {'; '.join(faults)} ({logs})"
            )
        self._is_done = not faults or time.monotonic() > self._give_up_s


def faults_of(environment: Environment) -> list[str]:
    """What `/healthz` of this site says; a site that does not answer is a fault."""
    address = "127.0.0.1" if environment.bind in {"0.0.0.0", "::"} else environment.bind  # noqa: S104
    connection = http.client.HTTPConnection(address, environment.port, timeout=3)
    name = next((host for host in environment.hosts if host[0] not in "*."), "localhost")
    try:
        connection.request("GET", "/healthz", headers={"Host": name})
        answer = json.loads(connection.getresponse().read())
        return [str(fault) for fault in answer["faults"]]
    except (OSError, http.client.HTTPException, ValueError, KeyError) as error:
        return [f"web: {type(error).__name__}"]
    finally:
        connection.close()


def welcome(environment: Environment, *, is_rehearsing: bool = False) -> str:
    """The lines that end a start, or say that the pages are up while a day is still being played."""
    page = "/demo/" if environment.is_demo else "/"
    address = f"http://127.0.0.1:{environment.port}{page}"
    if is_rehearsing:
        return (
            f"· 网页已可打开,可以看着这一天发生 / the pages are up, watch the day happen: {address}"
        )
    lines = (
        "",
        f"  回音已启动,请用浏览器打开   {address}",
        "  Huiyin is running, open the address above in a browser.",
        f"  数据与日志 / data and logs   {environment.home}",
        "  停止请按 Ctrl-C,数据保留 / Ctrl-C stops it, the data stay",
        "",
    )
    return "\n".join(lines)
