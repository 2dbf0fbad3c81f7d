"""Where frames with content come from: the SQL of an upper floor, given by config."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Content:
    """Topics `<prefix>:<key>` whose whole audience sees the same, numbered per key without a gap, in order of commit.

    heads_sql: %(keys)s bigint[] → rows (key, last number); a key may be missing.
    after_sql: %(keys)s bigint[], %(afters)s bigint[] side by side, %(limit)s → for each pair the next rows
    (key, after, seq, frame), at most `limit`, seq ascending. frame: JSON as text, one line, with id and seq.
    """

    prefix: str
    heads_sql: str
    after_sql: str

    def key(self, topic: str) -> int | None:
        """The key of a topic of this content, or None for any other."""
        prefix, _, key = topic.partition(":")
        return int(key) if prefix == self.prefix and key.isascii() and key.isdigit() else None
