"""The least that stands between a sender and the readers when a message must be durable first: on uvloop, one statement
and its commit, then a write to every transport.

`python -m bench.limits.relay PORT GROUP PERSON FRAME`. A POST with a mark in its body is said in the group; a GET is a
reader, who gets the bytes of the file FRAME with the same mark.
"""

import asyncio
import os
import re
import sys
from pathlib import Path
from typing import cast

import psycopg
import uvloop

from bench.limits.bare import HEAD
from bench.load.statement import SAY
from huiyin.lib.ids import IdMaker

MARK = re.compile(rb"bench:\d{10}:\d{20};")
NODE = 63  # the processes of the site take the first ones
ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"


class Relay:
    def __init__(
        self, connection: psycopg.AsyncConnection, frame: bytes, said: dict[str, int]
    ) -> None:
        self._connection = connection
        self._frame = frame
        self._said = said
        self._new_id = IdMaker(node=NODE)
        self.readers: set[asyncio.Transport] = set()
        self.turn = asyncio.Lock()

    async def pass_on(self, mark: bytes, sender: asyncio.Transport) -> None:
        async with self.turn:
            said = {**self._said, "id": self._new_id(), "text": mark.decode()}
            await self._connection.execute(SAY, said, prepare=True)
            sender.write(ANSWER)
            frame = MARK.sub(mark, self._frame)
            for reader in self.readers:
                reader.write(frame)


class Door(asyncio.Protocol):
    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._tasks: set[asyncio.Task[None]] = set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if data.startswith(b"GET"):
            self._transport.write(HEAD)
            self._relay.readers.add(self._transport)
        for mark in MARK.findall(data):
            task = asyncio.ensure_future(self._relay.pass_on(mark, self._transport))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def connection_lost(self, error: Exception | None) -> None:
        self._relay.readers.discard(self._transport)


async def serve(port: int, said: dict[str, int], frame: bytes) -> None:
    async with await psycopg.AsyncConnection.connect(
        os.environ["DATABASE_URL"], autocommit=True
    ) as connection:
        relay = Relay(connection, frame, said)
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Door(relay), "127.0.0.1", port, backlog=4096)
        print("listening", flush=True)  # noqa: T201 - the parent waits for it
        await server.serve_forever()


if __name__ == "__main__":
    to = {"group": int(sys.argv[2]), "person": int(sys.argv[3])}
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), to, Path(sys.argv[4]).read_bytes()))
