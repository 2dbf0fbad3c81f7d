"""HTTP/1.1 by uvicorn, but for one thing: an application may take a connection over and write to it itself.

ASGI costs a dictionary, two coroutines and mostly a task for each piece of a body. For a message to five thousand streams
that is several times the price of the writing itself.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from huiyin.ground.live.asgi import Scope

EXTENSION = "huiyin.connection"


class Connection(HttpToolsProtocol):
    """uvicorn's protocol; requests carry an extension by which the connection can be had."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {EXTENSION: {"hand_over": self._hand_over}}

    def _hand_over(self, protocol: asyncio.Protocol) -> bool:
        if self.transport.is_closing() or self.pipeline:
            return False
        self.connections.discard(self)
        self.cycle.disconnected = True  # for uvicorn the request is over
        self.transport.set_protocol(protocol)
        protocol.connection_made(self.transport)
        return True


def take_over(scope: Scope, protocol: asyncio.Protocol) -> bool:
    """Give the connection of a request that has not been answered to `protocol`, for good.

    Return False when it cannot be had: the client has left, or has sent further requests.
    """
    return bool(scope["extensions"][EXTENSION]["hand_over"](protocol))
