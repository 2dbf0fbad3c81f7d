"""What comes in: how it is read, refused, held back and written."""

import asyncio
import json
import socket
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest

from huiyin.ground.live import intake, posting
from huiyin.ground.live.allowance import Allowance
from huiyin.ground.live.intake import Intake
from huiyin.ground.live.speech import Asked
from huiyin.ground.live.tests.conftest import Site
from huiyin.ground.live.tests.process import SPEECH
from huiyin.ground.live.tests.sending import Phone, message
from huiyin.ground.live.writer import Outcome


@pytest.fixture
def room(site: Site) -> int:
    return site.room()


@pytest.fixture
def phone(site: Site, room: int) -> Iterator[Phone]:
    """Of a person of its own, so that one test does not use up what another may send."""
    token = speaking(site, room, person_id=10_000 + room)
    with Phone(site.port, token) as made:
        yield made


def speaking(site: Site, *rooms: int, person_id: int = 1, **more: Any) -> str:
    return site.token(*(f"group:{room}" for room in rooms), person_id=person_id, posts=(), **more)


def said(site: Site, room: int) -> list[tuple[int, str]]:
    with site.connect() as db:
        query = "SELECT seq, words FROM talk WHERE room_id = %s ORDER BY seq"
        return [(seq, words) for seq, words in db.execute(query, [room])]


def test_a_message_is_answered_with_its_number_and_heard_at_once(
    site: Site, room: int, phone: Phone
) -> None:
    with site.browser(f"group:{room}") as listener:
        listener.wait_for_id()
        began = time.monotonic()
        answer = phone.say(room, "停水了")
        assert listener.take_seqs(1) == [1]
        assert time.monotonic() - began < 2
    assert (answer.status, answer.body["seq"]) == (200, 1)
    assert set(answer.body) == {"id", "seq", "at"}
    assert said(site, room) == [(1, "停水了")]


def test_a_repeat_says_so_and_other_words_are_a_conflict(room: int, phone: Phone) -> None:
    key = uuid.uuid4()
    first, again = phone.say(room, key=key), phone.say(room, key=key)
    assert again.body == {**first.body, "at": again.body["at"], "repeat": True}
    other = phone.say(room, "别的", key=key)
    assert (other.status, other.body["code"]) == (409, "key_taken")
    assert other.headers["content-type"] == "application/problem+json"


def test_an_outbox_is_answered_message_by_message(site: Site, room: int, phone: Phone) -> None:
    key = uuid.uuid4()
    sent = [
        message(room, "一", key=key),
        message(room, ""),
        message(room + 500, "别处"),
        {"group": room},
        "x",
        message(room, "一", key=key),
        message(room, "二"),
    ]
    answer = phone.send({"messages": sent})
    assert answer.status == 200
    told = answer.body["answers"]
    codes = [each.get("problem", {}).get("code", each.get("seq")) for each in told]
    assert codes == [1, "text", "not_there", "misshapen", "misshapen", 1, 2]
    assert (told[0]["client_key"], told[5]["repeat"]) == (str(key), True)
    assert said(site, room) == [(1, "一"), (2, "二")]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "unreadable"),
        (b"[1]", "unreadable"),
        (b"\xff{}", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        ({"messages": []}, "misshapen"),
        ({"messages": [{}] * 51}, "misshapen"),
        ({"messages": [{}], "group": 1}, "misshapen"),
        ({"group": 1, "text": "x"}, "misshapen"),
        (message(1) | {"shout": True}, "misshapen"),
        (message(1) | {"group": True}, "misshapen"),
        (message(1) | {"group": 2**53}, "misshapen"),
        (message(1) | {"group": "1"}, "misshapen"),
        (message(1) | {"text": 5}, "misshapen"),
        (message(1) | {"client_key": 5}, "misshapen"),
        (message(1) | {"client_key": "x"}, "misshapen"),
        (message(1) | {"reply_to": 1.5}, "misshapen"),
        (message(1) | {"sent_at": "2026-09-14T12:00:00"}, "misshapen"),
        (message(1) | {"sent_at": "0001-01-01T00:00:00+08:00"}, "misshapen"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    phone: Phone, body: object, code: str
) -> None:
    answer = phone.send(body)
    assert (answer.status, answer.body["code"], answer.body["status"]) == (400, code, 400)
    assert answer.body["detail"].endswith("。")


def test_messages_sent_without_waiting_for_the_answer_are_answered_in_their_order(
    site: Site, room: int
) -> None:
    token = speaking(site, room, person_id=15_000)
    bodies = [json.dumps(message(room, f"{n}")).encode() for n in range(6)]
    head = f"POST /live/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
    with socket.create_connection(("127.0.0.1", site.port), timeout=10) as line:
        for body in bodies[:-1]:
            line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        last = f"{head}Connection: close\r\nContent-Length: {len(bodies[-1])}\r\n\r\n"
        line.sendall(last.encode() + bodies[-1])
        told = b"".join(iter(lambda: line.recv(65_536), b""))
    numbers = [int(part.partition(b",")[0]) for part in told.split(b'"seq":')[1:]]
    assert numbers == [1, 2, 3, 4, 5, 6]
    assert told.count(b"HTTP/1.1 200 OK") == 6
    assert said(site, room) == [(n + 1, f"{n}") for n in range(6)]


def test_too_much_at_once_is_refused(phone: Phone) -> None:
    assert phone.send(b"x" * (posting.MOST_BYTES + 1)).status == 413


@pytest.mark.parametrize("token", ["", "x", "e30.AAAA"])
def test_a_bad_ticket_is_refused(site: Site, token: str) -> None:
    with Phone(site.port, token) as phone:
        answer = phone.say(1)
    assert (answer.status, answer.body["code"]) == (401, "bad_ticket")


def test_a_ticket_may_stand_in_the_body_and_ends(site: Site, room: int) -> None:
    token = speaking(site, room, person_id=20_000, ttl_s=1)
    with Phone(site.port, "") as phone:
        body = message(room) | {"ticket": token}
        assert phone.ask("POST", body, {}).status == 200
        time.sleep(1.1)
        assert phone.ask("POST", body, {}).status == 401
        assert phone.ask("POST", message(room) | {"ticket": 5}, {}).status == 401


def test_a_ticket_that_only_listens_sends_elsewhere(site: Site, room: int) -> None:
    with Phone(site.port, site.token(f"group:{room}", person_id=20_001)) as phone:
        answer = phone.say(room)
    assert (answer.status, answer.body["code"]) == (409, "elsewhere")


def test_pages_of_other_sites_may_not_send_and_ours_are_told_so(site: Site, phone: Phone) -> None:
    ours = {"Origin": "https://huiyin.example.cn", "Access-Control-Request-Method": "POST"}
    allowed = phone.ask("OPTIONS", b"", ours)
    assert allowed.status == 204
    assert allowed.headers["access-control-allow-origin"] == ours["Origin"]
    assert "authorization" in allowed.headers["access-control-allow-headers"]
    assert phone.ask("OPTIONS", b"", ours | {"Origin": "https://evil.example"}).status == 403
    assert phone.send({}, Origin="https://evil.example").status == 403
    refused = phone.ask("GET", b"", {})
    assert (refused.status, refused.headers["allow"]) == (405, "POST, OPTIONS")


def test_who_sends_too_fast_is_told_when_to_go_on(site: Site, room: int) -> None:
    with Phone(site.port, speaking(site, room, person_id=30_000)) as phone:
        many = {"messages": [message(room) for _ in range(50)]}
        statuses = [phone.send(many) for _ in range(12)]
    refused = next(answer for answer in statuses if answer.status != 200)
    assert (refused.status, refused.body["code"]) == (429, "too_many")
    assert int(refused.headers["retry-after"]) >= 1
    with Phone(site.port, speaking(site, room, person_id=30_001)) as other:
        assert other.say(room).status == 200


def test_a_revocation_counts_before_the_next_message(site: Site, room: int) -> None:
    with Phone(site.port, speaking(site, room, person_id=40_000)) as phone:
        assert phone.say(room).status == 200
        site.record(f"revoke:40000:group:{room}")
        time.sleep(0.6)
        answer = phone.say(room)
        assert (answer.status, answer.body["code"]) == (404, "not_there")


def test_a_message_that_cannot_be_written_fails_alone(site: Site) -> None:
    rooms = [site.room() for _ in range(30)]
    phones = [Phone(site.port, speaking(site, room, person_id=50_000 + room)) for room in rooms]
    poisoned = {rooms[7], rooms[8], rooms[21]}

    def send(pair: tuple[int, Phone]) -> int:
        room, phone = pair
        return phone.say(room, "poison" if room in poisoned else "好").status

    with ThreadPoolExecutor(len(rooms)) as threads:
        statuses = dict(zip(rooms, threads.map(send, zip(rooms, phones, strict=True)), strict=True))
    for phone in phones:
        phone.close()
    assert {room for room, status in statuses.items() if status == 422} == poisoned
    assert all(said(site, room) == [(1, "好")] for room in rooms if room not in poisoned)
    assert not any(said(site, room) for room in poisoned)


def test_what_is_broken_only_at_the_commit_is_not_acknowledged(site: Site, room: int) -> None:
    with site.connect() as db:
        db.execute("CREATE TABLE IF NOT EXISTS allowed (words text PRIMARY KEY)")
        db.execute("INSERT INTO allowed VALUES ('好'), ('你好'), ('停水了') ON CONFLICT DO NOTHING")
        db.execute(
            "ALTER TABLE talk ADD CONSTRAINT known FOREIGN KEY (words) REFERENCES allowed"
            " DEFERRABLE INITIALLY DEFERRED NOT VALID"
        )
    try:
        with Phone(site.port, speaking(site, room, person_id=60_000)) as phone:
            assert phone.say(room, "从没听过").status == 422
            assert phone.say(room, "好").body["seq"] == 1
    finally:
        with site.connect() as db:
            db.execute("ALTER TABLE talk DROP CONSTRAINT known")
    assert said(site, room) == [(1, "好")]


def test_a_group_that_is_held_keeps_only_its_own_waiting_and_not_for_ever(
    site: Site, room: int
) -> None:
    free = site.room()
    with site.connect() as db:
        db.execute("SELECT 1 FROM room WHERE id = %s FOR UPDATE", [room])
        answers: list[Any] = []
        with Phone(site.port, speaking(site, room, free, person_id=70_000)) as waiting:
            key = uuid.uuid4()
            held = threading.Thread(target=lambda: answers.append(waiting.say(room, key=key)))
            held.start()
            with Phone(site.port, speaking(site, free, person_id=70_001)) as other:
                assert other.say(free).status == 200
            held.join()
            assert (answers[0].status, answers[0].body["code"]) == (503, "busy")
            assert answers[0].headers["retry-after"] == "1"
            db.rollback()
            assert waiting.say(room, key=key).body["seq"] == 1


# --- the queue by itself ---


class Paper:
    """A pen that writes down what it is given, and fails as it is told."""

    def __init__(self, *failures: Exception | None) -> None:
        self.batches: list[list[Asked]] = []
        self.failures = list(failures)
        self.is_lost = False
        self.goes_on = asyncio.Event()

    @asynccontextmanager
    async def connected(self) -> Any:
        self.is_lost = False
        yield self

    async def say(self, asked: Sequence[Asked]) -> list[Outcome]:
        await self.goes_on.wait()
        self.batches.append(list(asked))
        failure = self.failures.pop(0) if self.failures else None
        if failure:
            self.is_lost = isinstance(failure, psycopg.OperationalError)
            raise failure
        known = {each.client_key for batch in self.batches[:-1] for each in batch}
        return [
            Outcome("repeat" if each.client_key in known else "", each.id, each.id, "")
            for each in asked
        ]


def asked(number: int) -> Asked:
    return Asked(
        id=number, group_id=1, person_id=1, posts=(), text="x", client_key=uuid.UUID(int=number)
    )


async def run(paper: Paper, sizes: Sequence[int]) -> list[list[Outcome]]:
    """Put orders of these sizes, then let the pen write."""
    queue = Intake(paper, SPEECH, lambda _topics: None)  # type: ignore[arg-type]  # has what a writer has
    numbers = iter(range(1, 10_000))
    orders = [queue.put([asked(next(numbers)) for _ in range(size)]) for size in sizes]
    task = asyncio.create_task(queue.run())
    paper.goes_on.set()
    outcomes = await asyncio.gather(*orders)
    task.cancel()
    return outcomes


def test_what_gathers_is_one_batch_and_keeps_its_order() -> None:
    async def story() -> None:
        paper = Paper()
        outcomes = await run(paper, [1, 3, 2])
        assert [[each.seq for each in order] for order in outcomes] == [[1], [2, 3, 4], [5, 6]]
        assert [each.id for each in paper.batches[0]] == [1, 2, 3, 4, 5, 6]

    asyncio.run(story())


def test_of_many_half_is_written_while_the_other_half_waits_its_turn() -> None:
    async def story() -> None:
        paper = Paper()
        await run(paper, [120])
        assert [len(batch) for batch in paper.batches] == [60, 48, 12]
        assert [each.id for batch in paper.batches for each in batch] == list(range(1, 121))

    asyncio.run(story())


def test_a_batch_has_a_limit() -> None:
    async def story() -> None:
        paper = Paper()
        await run(paper, [4 * intake.MOST_IN_A_BATCH])
        sizes = [len(batch) for batch in paper.batches]
        assert sizes[:3] == [intake.MOST_IN_A_BATCH] * 3
        assert sum(sizes) == 4 * intake.MOST_IN_A_BATCH

    asyncio.run(story())


def test_after_a_lost_connection_the_same_messages_are_written_again_and_found() -> None:
    async def story() -> None:
        paper = Paper(psycopg.OperationalError("gone in the middle of the commit"))
        (outcomes,) = await run(paper, [3])
        assert [each.code for each in outcomes] == ["", "", ""]
        assert [[each.id for each in batch] for batch in paper.batches] == [[1, 2, 3]] * 2

    asyncio.run(story())


def test_a_full_queue_has_no_room_and_one_that_closes_neither() -> None:
    async def story() -> None:
        queue = Intake(Paper(), SPEECH, lambda _topics: None)  # type: ignore[arg-type]  # has what a writer has
        assert queue.has_room(intake.MOST_WAITING)
        queue.put([asked(number) for number in range(1, intake.MOST_WAITING)])
        assert queue.has_room(1)
        assert not queue.has_room(2)
        queue.close()
        assert not queue.has_room(1)

    asyncio.run(story())


def test_an_allowance_fills_again_and_a_pause_is_worth_a_burst() -> None:
    allowance = Allowance(per_s=2, burst=4)
    assert [allowance.wait_s(1, 1, now_s=0.0) for _ in range(5)] == [0, 0, 0, 0, 1]
    assert allowance.wait_s(2, 4, now_s=0.0) == 0
    assert allowance.wait_s(1, 2, now_s=0.5) == 1
    assert allowance.wait_s(1, 2, now_s=1.0) == 0
    assert allowance.wait_s(1, 5, now_s=100.0) == 1  # more than ever fits
    assert allowance.wait_s(1, 4, now_s=100.0) == 0


def test_full_buckets_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huiyin.ground.live.allowance.MOST_BUCKETS", 3)
    allowance = Allowance(per_s=1, burst=2)
    for person in range(3):
        allowance.wait_s(person, 2, now_s=0.0)
    allowance.wait_s(9, 1, now_s=1.0)
    assert allowance.wait_s(0, 2, now_s=1.0) == 1  # not full: remembered
    allowance.wait_s(9, 1, now_s=10.0)
    assert json.dumps(sorted(vars(allowance)["_buckets"])) == "[9]"
