"""Who hears what: topics to readers and readers to topics. Plain memory, touched by one event loop only.

A reader of a topic with content either stands at its head, or is behind and catches up; the pump moves it on. So a frame
goes to every reader exactly once and in order, however they came.
"""

from abc import ABC, abstractmethod
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

from huiyin.ground.live import frames
from huiyin.ground.live.position import Position
from huiyin.ground.live.source import Row

BEATS = 15  # a sign of life every 15 s, a fifteenth of the readers each second
REMEMBERED_S = 300  # hints a returning reader can still be given
LATE_S = 30  # a transaction may commit this long after its ids were made


class Topic:
    """key: of its content, 0 for a topic of hints alone. head: the number of the last frame given.

    behind: readers not at the head, with the number they have; None for one who starts from now.
    """

    __slots__ = ("behind", "has_content", "head", "key", "name", "readers")

    def __init__(self, name: str, key: int | None) -> None:
        self.name = name
        self.key = key or 0
        self.has_content = key is not None
        self.head: int | None = None
        self.readers: set[Reader] = set()
        self.behind: dict[Reader, int | None] = {}


class Reader(ABC):
    """One open stream. issued_at: of its ticket, s since 1970."""

    __slots__ = ("_rest", "_rest_of", "issued_at", "person_id", "slot", "topics")

    def __init__(self, person_id: int, issued_at: float) -> None:
        self.person_id = person_id
        self.issued_at = issued_at
        self.slot = 0
        self.topics: list[Topic] = []
        self._rest_of: Topic | None = None
        self._rest = b""

    @abstractmethod
    def push(self, data: bytes) -> None:
        """Take bytes to send; never waits."""

    @abstractmethod
    def close(self) -> None:
        """End the stream; the browser comes again."""

    def is_behind(self) -> bool:
        return any(self in topic.behind for topic in self.topics)

    def end_of(self, topic: Topic) -> bytes:
        """What follows the id of a frame of `topic`: the positions of this reader's other topics.

        Kept until another topic moves: `topic` itself moving does not change it.
        """
        if self._rest_of is not topic:
            self._rest_of = topic
            self._rest = b"".join(self._positions(topic)) + frames.END
        return self._rest

    def forget_rest(self) -> None:
        self._rest_of = None

    def position(self, at_s: int) -> bytes:
        return b"t=%d" % at_s + b"".join(self._positions(None))

    def _positions(self, but: Topic | None) -> Iterable[bytes]:
        for topic in self.topics:
            if topic is not but and topic.has_content:
                seq = topic.behind.get(self, topic.head)
                if seq is not None:
                    yield f",{topic.name}={seq}".encode()


class Hub:
    """key_of: the key of a topic with content, None for others. at_s: up to when the ledger has been read, s since 1970.

    `wanted`: topics whose readers wait to be moved on; the pump empties it.
    """

    def __init__(self, key_of: Callable[[str], int | None], *, at_s: int) -> None:
        self._key_of = key_of
        self.at_s = at_s
        self.since_s = at_s
        self.topics: dict[str, Topic] = {}
        self.wanted: set[Topic] = set()
        self.readers_of: dict[int, set[Reader]] = {}
        self.count = 0
        self._slots: list[set[Reader]] = [set() for _ in range(BEATS)]
        self._hints: list[tuple[float, int, Sequence[str]]] = []
        self._revoked: dict[tuple[int, str], float] = {}

    def join(self, reader: Reader, names: Iterable[str], position: Position | None) -> None:
        """Let a reader hear these topics, each from its position on, and without one from now on."""
        for name in names:
            if not self.is_revoked(reader.person_id, reader.issued_at, name):
                self._add(reader, name, position)
        self.readers_of.setdefault(reader.person_id, set()).add(reader)
        self.count += 1
        reader.slot = self.count % BEATS
        self._slots[reader.slot].add(reader)
        if position:
            self._repeat_hints(reader, position.at_s)
        if not reader.is_behind():
            self.beat(reader)

    def leave(self, reader: Reader) -> None:
        for topic in reader.topics:
            self._remove(reader, topic)
        reader.topics = []
        self._slots[reader.slot].discard(reader)
        readers = self.readers_of.get(reader.person_id, set())
        if reader in readers:
            self.count -= 1
            readers.discard(reader)
        if not readers:
            self.readers_of.pop(reader.person_id, None)

    def publish(self, topic: Topic, rows: Sequence[Row]) -> None:
        """Give the frames after the head to every reader who stands there, and move the head."""
        if not rows:
            return
        made = [frames.content(topic.name, seq, frame, at_s=self.at_s) for seq, frame in rows]
        alone = b"".join(frame + frames.END for frame in made)
        topic.head = rows[-1][0]
        for reader in topic.readers - topic.behind.keys() if topic.behind else topic.readers:
            end = reader.end_of(topic)
            reader.push(alone if end == frames.END else b"".join(frame + end for frame in made))

    def catch_up(self, topic: Topic, reader: Reader, rows: Sequence[Row]) -> None:
        """Give a reader who is behind the next frames it lacks; it joins the others when it stands at the head."""
        made = [frames.content(topic.name, seq, frame, at_s=self.at_s) for seq, frame in rows]
        if made:
            end = reader.end_of(topic)
            reader.push(end.join(made) + end)
            topic.behind[reader] = rows[-1][0]
        if topic.behind.get(reader) == topic.head:
            self.settle(topic, reader)

    def start_over(self, topic: Topic, reader: Reader) -> None:
        """Tell a reader who missed too much to load the part anew; it hears the topic from the head on."""
        reader.push(frames.reset(topic.name))
        self.settle(topic, reader)

    def settle(self, topic: Topic, reader: Reader) -> None:
        topic.behind.pop(reader, None)
        reader.forget_rest()
        if not reader.is_behind():
            self.beat(reader)

    def hint(self, made_at_s: float, entry_id: int, names: Sequence[str]) -> None:
        """Tell the readers of these topics that something happened, and remember it for those who come back."""
        insort(self._hints, (made_at_s, entry_id, names))
        for topic in filter(None, map(self.topics.get, names)):
            data = frames.hint(topic.name, entry_id)
            for reader in list(topic.readers):
                reader.push(data)

    def revoke(self, person_id: int, name: str, *, at_s: float) -> None:
        """Take a topic ("*": everything) from a person, also from tickets issued until `at_s`."""
        self._revoked[person_id, name] = max(at_s, self._revoked.get((person_id, name), 0.0))
        for reader in list(self.readers_of.get(person_id, ())):
            if reader.issued_at <= at_s:
                self._take(reader, name)

    def is_revoked(self, person_id: int, issued_at: float, name: str) -> bool:
        """Whether a topic was taken from a person after their ticket was signed."""
        taken_at = self._revoked.get((person_id, name), -1.0)
        return issued_at <= max(taken_at, self._revoked.get((person_id, "*"), -1.0))

    def beat(self, reader: Reader) -> None:
        reader.push(frames.beat(reader.position(self.at_s)))

    def pulse(self, second: int) -> None:
        """Send a sign of life to the readers whose turn it is."""
        for reader in list(self._slots[second % BEATS]):
            self.beat(reader)

    def forget(self, now_s: float, ticket_s: float) -> None:
        """Drop hints and revocations that no reader and no ticket can still be concerned with."""
        del self._hints[: self._first_hint(now_s - REMEMBERED_S)]
        self.since_s = max(self.since_s, int(now_s - REMEMBERED_S))
        gone = [pair for pair, at_s in self._revoked.items() if at_s < now_s - ticket_s - LATE_S]
        for pair in gone:
            del self._revoked[pair]

    def known_entries(self, from_s: float) -> list[int]:
        """The ids of the hints already given, of entries made at `from_s` or later."""
        return [entry_id for _, entry_id, _ in self._hints[self._first_hint(from_s) :]]

    def close_all(self) -> None:
        for readers in list(self.readers_of.values()):
            for reader in list(readers):
                reader.close()

    def _add(self, reader: Reader, name: str, position: Position | None) -> None:
        topic = self.topics.get(name)
        if topic is None:
            topic = self.topics[name] = Topic(name, self._key_of(name))
        if reader in topic.readers:
            return
        topic.readers.add(reader)
        reader.topics.append(topic)
        if topic.has_content:
            seq = position.seqs.get(name, topic.head) if position else topic.head
            if seq is None or seq != topic.head:
                topic.behind[reader] = seq
                self.wanted.add(topic)

    def _remove(self, reader: Reader, topic: Topic) -> None:
        topic.readers.discard(reader)
        topic.behind.pop(reader, None)
        if not topic.readers:
            self.topics.pop(topic.name, None)
            self.wanted.discard(topic)

    def _take(self, reader: Reader, name: str) -> None:
        for topic in [topic for topic in reader.topics if name in (topic.name, "*")]:
            self._remove(reader, topic)
            reader.topics.remove(topic)
            reader.forget_rest()
            reader.push(frames.revoked(topic.name))
        if name == "*":
            reader.close()

    def _repeat_hints(self, reader: Reader, at_s: int) -> None:
        """Hints since the reader left; a few of the half minute before too, which do no harm."""
        if at_s < self.since_s:
            reader.push(frames.reset("*"))
            return
        mine = {topic.name for topic in reader.topics}
        for _, entry_id, names in self._hints[self._first_hint(at_s - LATE_S) :]:
            for name in mine.intersection(names):
                reader.push(frames.hint(name, entry_id))

    def _first_hint(self, from_s: float) -> int:
        return bisect_left(self._hints, (from_s, 0, ()))
