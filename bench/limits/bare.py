"""The least that a fan-out in Python can be: a protocol on uvloop that writes a frame to every transport.

`python -m bench.limits.bare PORT FRAME`; stdin: "SEQ NS" a line → the frame of the file FRAME with these numbers.
"""

import asyncio
import sys
from pathlib import Path
from typing import cast

import uvloop

HEAD = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
    b"d\r\nevent: beat\n\n\r\n"
)
MARK = b"bench:"
MARK_BYTES = 38


class Reader(asyncio.Protocol):
    def __init__(self, transports: set[asyncio.Transport]) -> None:
        self._transports = transports
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        if self._transport is not None:
            self._transport.write(HEAD)
            self._transports.add(self._transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self._transport is not None:
            self._transports.discard(self._transport)


async def serve(port: int, frame: bytes) -> None:
    transports: set[asyncio.Transport] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Reader(transports), "127.0.0.1", port, backlog=4096)
    print("listening", flush=True)  # noqa: T201 - the parent waits for it
    lines = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    before, after = frame.split(MARK)[0], frame.split(MARK)[1][MARK_BYTES - len(MARK) :]
    while line := await lines.readline():
        seq, meant_ns = line.split()
        made = before + MARK + b"%010d:%020d;" % (int(seq), int(meant_ns)) + after
        for transport in transports:
            transport.write(made)
    server.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(int(sys.argv[1]), Path(sys.argv[2]).read_bytes()))
