"""Expected refusals: a sentence for the person, a status for the machine."""


class Refused(Exception):
    """What the person asked cannot be done; `sentence` tells them why, in their words.

    Raised by rules and actions, turned into a form error or a problem document by the edge.
    """

    status = 422
    slug = "refused"

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """The person may see the thing but not do this to it."""

    status = 403
    slug = "not-allowed"


class NotThere(Refused):
    """Unknown, or outside what the person may see: the two are told apart for nobody."""

    status = 404
    slug = "not-there"


class Conflict(Refused):
    """The thing has changed since the person looked, or is in a state that forbids the act."""

    status = 409
    slug = "conflict"


class TooLarge(Refused):
    status = 413
    slug = "too-large"


class UnsupportedMedia(Refused):
    status = 415
    slug = "unsupported-media"


class TooMany(Refused):
    """Asked too often; may be asked again after `retry_after_s` seconds."""

    status = 429
    slug = "too-many"

    def __init__(self, sentence: str, *, retry_after_s: int) -> None:
        super().__init__(sentence)
        self.retry_after_s = retry_after_s
