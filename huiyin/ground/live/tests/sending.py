"""A phone that sends messages by the fast way, over one connection that stays open."""

import http.client
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PATIENCE_S = 20.0


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any


class Phone:
    """token: the ticket it sends with."""

    def __init__(self, port: int, token: str) -> None:
        self.token = token
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)

    def say(self, group_id: int, text: str = "你好", *, key: object = None, **more: Any) -> Answer:
        return self.send(message(group_id, text, key=key, **more))

    def send(self, body: Any, **headers: str) -> Answer:
        """Post JSON, or bytes as they are, with the ticket in the header. Raises OSError, HTTPException."""
        return self.ask("POST", body, {"Authorization": f"Bearer {self.token}", **headers})

    def ask(self, method: str, body: Any, headers: Mapping[str, str]) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._connection.request(method, "/live/messages", raw, dict(headers))
        response = self._connection.getresponse()
        told = response.read()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, json.loads(told) if told else None)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> "Phone":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def message(
    group_id: int, text: str = "你好", *, key: object = None, **more: Any
) -> dict[str, Any]:
    return {"group": group_id, "text": text, "client_key": str(key or uuid.uuid4()), **more}
