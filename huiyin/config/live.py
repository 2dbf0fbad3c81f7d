"""The live process of this site: what it streams, and from where."""

import http.client

from django.conf import settings

from huiyin.config.environment import Environment
from huiyin.ground.heartbeats.actions import keep_beating
from huiyin.ground.live import server, ticket
from huiyin.groups.intake import SPEECH
from huiyin.groups.live_source import CONTENT


def serve(environment: Environment) -> None:
    """Serve the streams until stopped. It beats only while its own health page says it is well."""
    stop_beating = keep_beating("live", is_alive=lambda: is_well(environment))
    try:
        server.run(live_settings(environment))
    finally:
        stop_beating()


def live_settings(environment: Environment) -> server.Settings:
    """The pages of the same host may open the stream, and those of HUIYIN_HOSTS over https."""
    return server.Settings(
        host=environment.bind,
        port=environment.port + 1,
        home=environment.home,
        database_url=environment.database_url,
        content=CONTENT,
        speech=SPEECH,
        messages_per_s=environment.messages_per_s,
        keys=tuple(map(ticket.key_of, (environment.secret_key, *environment.old_secret_keys))),
        web_port=environment.port,
        origins=frozenset(settings.CSRF_TRUSTED_ORIGINS),
    )


def is_well(environment: Environment) -> bool:
    """What the health page of this process says."""
    address = "127.0.0.1" if environment.bind in {"0.0.0.0", "::"} else environment.bind  # noqa: S104
    connection = http.client.HTTPConnection(address, environment.port + 1, timeout=3)
    try:
        connection.request("GET", "/live/health")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
