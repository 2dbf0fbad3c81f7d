"""Expected refusals: a sentence for the person, a status for the machine."""

from collections.abc import Callable


class Refused(Exception):
    """What the person asked cannot be done; the sentence tells them why, in their words.

    Raised by rules and actions, turned into a form error or a problem document by the edge. The sentence is source text
    of the catalogues, with `%(name)s` where a value belongs: Refused("已延期 %(count)d 次。", count=2). A value that
    has words of its own is a function of `translate`: Refused("已约在%(when)s。", when=partial(clock_words, at, now)).
    """

    status = 422
    slug = "refused"

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        """The sentence in the source language."""
        return self.said(str)

    def said(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language: the template and the words in it go through `translate`."""
        if not self.values:
            return translate(self.template)
        words = {name: _said(value, translate) for name, value in self.values.items()}
        return translate(self.template) % words


def _said(value: object, translate: Callable[[str], str]) -> object:
    if callable(value):
        return value(translate)
    return translate(value) if isinstance(value, str) else value


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

    def __init__(self, template: str, *, retry_after_s: int, **values: object) -> None:
        super().__init__(template, **values)
        self.retry_after_s = retry_after_s
