"""What the shared parts of the pages are drawn from. Surfaces fill them, templates only draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Tone = Literal["", "primary", "amber", "red", "green"]
RungState = Literal["past", "now", "late", "paused", "next", "told"]


@dataclass(frozen=True)
class Badge:
    """A word with an icon and a tone; the colour repeats what the word says."""

    word: str
    icon: str
    tone: Tone = ""


@dataclass(frozen=True)
class Chip:
    """A filter in the address. count: what the list would hold with it, "1000+" for more; None where nobody counted."""

    label: str
    url: str
    is_on: bool = False
    count: int | str | None = None


@dataclass(frozen=True)
class LadderRung:
    """One step of the ladder as a person reads it.

    who: "网格员 李敏". since: when it came there. sentences: what was done, what happens then, in whole
    sentences. due_at, warn_at: of the present step alone.
    """

    label: str
    state: RungState
    who: str = ""
    phone: str = ""
    since: datetime | None = None
    until: datetime | None = None
    due_at: datetime | None = None
    warn_at: datetime | None = None
    is_provisional: bool = False
    sentences: Sequence[str] = ()


@dataclass(frozen=True)
class FileShown:
    """A file as a page shows it; `url` is a signed link. Sizes in pixels, length in seconds."""

    kind: str  # picture, voice, video
    url: str
    thumb_url: str = ""
    width: int | None = None
    height: int | None = None
    seconds: int | None = None
    alt: str = ""


@dataclass(frozen=True)
class Quoted:
    """The message that another answers."""

    author: str
    text: str
    anchor: str = ""  # "#m12"


@dataclass(frozen=True)
class BubbleAct:
    """Something one may do about a message: a link. name: for scripts, such as "reply".

    form, value: instead of a link, a button that sends `value` as `one` by the form of this id elsewhere on the page.
    """

    label: str
    url: str = ""
    name: str = ""
    form: str = ""
    value: str = ""


@dataclass(frozen=True)
class MatterCard:
    """A case as it stands under the words it came from. url: empty for who may not open it."""

    title: str
    url: str
    badge: Badge
    number: str = ""
    holder: str = ""
    due_at: datetime | None = None
    warn_at: datetime | None = None
    sentences: Sequence[str] = ()
    tone: Literal["", "told", "late"] = ""


@dataclass(frozen=True)
class Bubble:
    """One message. `side`: who speaks; service is Huiyin itself. `kind` as in groups: text picture voice video card notice.

    acts: beside the time. below: buttons under the words. pick: the id under which the message can be chosen together
    with others, in the form `pick` of the page.
    """

    seq: int
    author: str
    side: Literal["mine", "staff", "neighbour", "service"]
    kind: str
    at: datetime
    text: str = ""
    household: str = ""  # "3号楼2单元501", beside a neighbour's name
    role: str = ""  # "网格员", beside a member of staff
    file: FileShown | None = None
    reply_to: Quoted | None = None
    card: MatterCard | None = None
    is_edited: bool = False
    is_recalled: bool = False
    badge: Badge | None = None
    acts: Sequence[BubbleAct] = ()
    below: Sequence[BubbleAct] = ()
    pick: int | None = None
    hidden: str = ""  # what was masked, told to who wrote it

    @property
    def initial(self) -> str:
        """The first character of a name, behind its office; empty where the author is called by a door number."""
        first = self.author.rpartition(" ")[2][:1]
        return first if first.isalpha() else ""
