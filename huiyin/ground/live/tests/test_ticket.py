from datetime import UTC, datetime, timedelta

import pytest

from huiyin.ground.live import position, ticket
from huiyin.ground.live.position import Position

NOW = datetime(2026, 9, 14, 8, tzinfo=UTC)
KEY = ticket.key_of("the secret of this site, long enough")
OTHER = ticket.key_of("the secret of another site, also long")


def test_a_ticket_names_the_person_and_the_topics() -> None:
    token = ticket.sign(KEY, person_id=12, topics=["group:7", "case:9"], ttl_s=300, now=NOW)
    read = ticket.read([KEY], token, now=NOW + timedelta(seconds=299))
    assert (read.person_id, read.topics) == (12, ("group:7", "case:9"))
    assert read.expires_at - read.issued_at == 300


def test_an_expired_ticket_is_bad() -> None:
    token = ticket.sign(KEY, person_id=12, topics=["group:7"], ttl_s=300, now=NOW)
    with pytest.raises(ticket.BadTicket):
        ticket.read([KEY], token, now=NOW + timedelta(seconds=300))


def test_a_ticket_of_another_site_is_bad_and_of_an_older_key_is_good() -> None:
    token = ticket.sign(OTHER, person_id=12, topics=["group:7"], ttl_s=300, now=NOW)
    with pytest.raises(ticket.BadTicket):
        ticket.read([KEY], token, now=NOW)
    assert ticket.read([KEY, OTHER], token, now=NOW).person_id == 12


@pytest.mark.parametrize("token", ["", ".", "a.b", "é.é", "%00", "x" * 9000, "e30.", "....", "A.A"])
def test_a_made_up_ticket_is_bad(token: str) -> None:
    with pytest.raises(ticket.BadTicket):
        ticket.read([KEY], token, now=NOW)


def test_a_changed_ticket_is_bad() -> None:
    mine = ticket.sign(KEY, person_id=12, topics=["group:7"], ttl_s=300, now=NOW)
    theirs = ticket.sign(OTHER, person_id=13, topics=["group:8"], ttl_s=300, now=NOW)
    with pytest.raises(ticket.BadTicket):
        ticket.read([KEY], f"{theirs.partition('.')[0]}.{mine.partition('.')[2]}", now=NOW)


def test_a_ticket_that_outlives_the_memory_of_revocations_is_not_made() -> None:
    with pytest.raises(ValueError, match="a ticket has up to"):
        ticket.sign(KEY, person_id=1, topics=[], ttl_s=ticket.MOST_TTL_S + 1, now=NOW)
    with pytest.raises(ValueError, match="a ticket has up to"):
        ticket.sign(KEY, person_id=1, topics=["case:1"] * 257, ttl_s=60, now=NOW)


def test_a_ticket_names_the_posts_one_speaks_for_or_only_listens() -> None:
    def posts(given: list[int] | None) -> tuple[int, ...] | None:
        token = ticket.sign(KEY, person_id=1, topics=[], ttl_s=60, now=NOW, posts=given)
        return ticket.read([KEY], token, now=NOW).posts

    assert (posts(None), posts([]), posts([9, 7])) == (None, (), (7, 9))
    assert posts(list(range(ticket.MOST_POSTS + 1))) is None


def test_a_position_is_read_as_it_was_written() -> None:
    text = position.write(1_790_000_000, {"group:7": 123, "group:9": 0})
    assert text == "t=1790000000,group:7=123,group:9=0"
    assert position.read(text) == Position(1_790_000_000, {"group:7": 123, "group:9": 0})


@pytest.mark.parametrize(
    "text", ["", "7", "t=", "t=x", "group:7=1", "t=1,group:7=-1", "t=1,,", "t=-1"]
)
def test_a_position_that_nobody_wrote_is_none(text: str) -> None:
    assert position.read(text) is None
