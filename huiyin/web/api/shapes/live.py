"""What opens the stream, and lets messages be sent the fast way."""

from typing import Annotated

from pydantic import Field

from huiyin.web.api.shapes.parts import In, Out


class LiveQuery(In):
    """`topics`: with spaces between, such as `group:7 group:9 case:12`; at most 256."""

    topics: Annotated[str, Field(max_length=8_000)]


class LiveOut(Out):
    """`topics`: those of the asked for that the viewer may hear. `may_send`: whether `messages_url` takes the ticket.

    The addresses may be relative to that of the site. The ticket lasts `expires_in_s` seconds.
    """

    ticket: str
    topics: list[str]
    stream_url: str
    messages_url: str
    may_send: bool
    expires_in_s: int
