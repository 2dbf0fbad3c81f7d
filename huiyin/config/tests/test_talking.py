"""The live process as it runs, over the groups as they are: what was acknowledged is said, once, whatever dies."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from huiyin.conftest import Town
from huiyin.ground.ledger.models import Entry
from huiyin.ground.live import ticket
from huiyin.ground.live.tests.reading import Browser
from huiyin.ground.live.tests.sending import Answer, Phone, message
from huiyin.groups import actions
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.rules import MessageClass
from huiyin.people.models import Household, Person, Post
from huiyin.trust.models import Original

pytestmark = pytest.mark.django_db(transaction=True)
START_S = 60


class Running:
    """`huiyin live` over the database of the tests."""

    def __init__(self, home: Path) -> None:
        self._port = _free_pair()
        known = connection.settings_dict
        self.database_url = make_conninfo(
            host=known["HOST"], port=known["PORT"], user=known["USER"], dbname=known["NAME"]
        )
        address = f"{known['USER']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
        if known["HOST"].startswith("/"):
            address = f"{known['USER']}@/{known['NAME']}?host={known['HOST']}"
        self._variables = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"postgresql://{address}",
            "HUIYIN_SECRET_KEY": settings.SECRET_KEY,
            "HUIYIN_HOME": str(home),
            "HUIYIN_PORT": str(self._port),
            "HUIYIN_MESSAGES_PER_S": "1000",
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def port(self) -> int:
        return self._port + 1

    def start(self) -> None:
        command = [sys.executable, "-m", "huiyin.config.cli", "live"]
        self._process = subprocess.Popen(command, env=self._variables)  # noqa: S603 - our own words
        end = time.monotonic() + START_S
        while time.monotonic() < end:
            if self._is_well():
                return
            time.sleep(0.1)
        raise TimeoutError("the live process did not start")

    def stop(self, number: int = signal.SIGTERM) -> None:
        assert self._process
        self._process.send_signal(number)
        self._process.wait(timeout=20)

    def _is_well(self) -> bool:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            asking.request("GET", "/live/health")
            return asking.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()


@pytest.fixture(scope="module")
def running(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = Running(tmp_path_factory.mktemp("home"))
    made.start()
    yield made
    made.stop()


class Place:
    """The group of the first grid: its officer and a few households."""

    def __init__(self, town: Town, running: Running) -> None:
        self.town = town
        self.running = running
        self.now = datetime.now(UTC)
        officer = town.viewer("officer", at=self.now)
        self.group = actions.create_group(
            viewer=officer, kind="resident", name="第一网格群", node_id=town.grid.pk, now=self.now
        )
        for who in ("resident", "neighbour"):
            self.admit(town.persons[who])

    def admit(self, person: Person) -> None:
        actions.add_member(
            viewer=self.town.viewer("officer", at=self.now),
            group_id=self.group.pk,
            person_id=person.pk,
            now=self.now,
        )

    def crowd(self, size: int) -> list[Person]:
        """So many further members."""
        people = [
            Person(name=f"居民{n}", is_synthetic=True, created_at=self.now) for n in range(size)
        ]
        Person.objects.bulk_create(people)
        homes = [Household(grid=self.town.grid, label=f"9号楼{n}") for n in range(size)]
        Household.objects.bulk_create(homes)
        Member.objects.bulk_create(
            Member(group=self.group, person=p, household=h, label=h.label, joined_at=self.now)
            for p, h in zip(people, homes, strict=True)
        )
        return people

    def token(self, person_id: int, posts: list[int] | None = None, *groups: int) -> str:
        return ticket.sign(
            ticket.key_of(settings.SECRET_KEY),
            person_id=person_id,
            topics=[f"group:{group_id}" for group_id in groups or (self.group.pk,)],
            posts=posts or [],
            ttl_s=600,
            now=datetime.now(UTC),
        )

    def phone(self, who: str, *groups: int) -> Phone:
        viewer = self.town.viewer(who, at=self.now)
        token = self.token(viewer.person_id, sorted(viewer.post_ids), *groups)
        return Phone(self.running.port, token)

    def say(self, who: str, text: str = "停水了", **more: Any) -> Answer:
        with self.phone(who) as phone:
            return phone.say(self.group.pk, text, **more)


@pytest.fixture
def place(transactional_db: None, town: Town, running: Running) -> Place:
    return Place(town, running)


def test_a_message_of_the_fast_way_is_one_of_the_slow_way(place: Place) -> None:
    answer = place.say("resident", "  停\x00水了\u202e ", sent_at="2026-11-22T08:00:00+08:00")
    said = Message.objects.get(pk=answer.body["id"])
    slow = actions.send_message(
        viewer=place.town.viewer("resident", at=place.now),
        group_id=place.group.pk,
        text="停水了",
        client_key=uuid.uuid4(),
        now=place.now,
    )
    alike = ["text", "kind", "author_label", "author_person_id", "author_post_id", "message_class"]
    alike += ["mentions", "data", "file_id", "reply_to_id", "edited_at", "recalled_at"]
    assert [getattr(said, name) for name in alike] == [getattr(slow, name) for name in alike]
    assert (said.seq, slow.seq) == (1, 2)
    assert said.sent_at == datetime(2026, 11, 22, 0, 0, tzinfo=UTC)


def test_a_number_is_masked_before_anybody_hears_it_and_kept_whole(place: Place) -> None:
    answer = place.say("resident", "刘强的电话是14012345678")
    said = Message.objects.get(pk=answer.body["id"])
    assert (said.text, said.data) == ("刘强的电话是140****5678", {"hidden": ["phone"]})
    assert Original.objects.get(pk=said.pk).text == "刘强的电话是14012345678"
    plate = place.say("officer", "鲁M12345请挪车")
    assert Message.objects.get(pk=plate.body["id"]).text == "鲁M****5请挪车"
    assert abs(said.at - datetime.now(UTC)) < timedelta(minutes=1)


def test_many_at_once_are_numbered_without_a_gap_and_each_in_their_own_order(place: Place) -> None:
    people = place.crowd(24)

    def talk(person: Person) -> list[int]:
        with Phone(place.running.port, place.token(person.pk)) as phone:
            return [phone.say(place.group.pk, f"{n}").body["seq"] for n in range(10)]

    with ThreadPoolExecutor(len(people)) as threads:
        numbers = list(threads.map(talk, people))
    assert sorted(seq for each in numbers for seq in each) == list(range(1, 241))
    assert all(each == sorted(each) for each in numbers)
    assert Group.objects.get(pk=place.group.pk).last_seq == 240


def test_both_ways_at_once_share_the_numbers_and_the_keys(place: Place) -> None:
    viewer = place.town.viewer("neighbour", at=place.now)
    keys = [uuid.uuid4() for _ in range(25)]
    phone = place.phone("neighbour")

    def slow() -> list[int]:
        try:
            return [
                actions.send_message(
                    viewer=viewer,
                    group_id=place.group.pk,
                    text="同一句",
                    client_key=key,
                    now=datetime.now(UTC),
                ).seq
                for key in keys
            ]
        finally:
            connection.close()

    def fast() -> list[int]:
        with phone:
            answers = [phone.say(place.group.pk, "同一句", key=key) for key in keys]
        return [answer.body["seq"] for answer in answers]

    with ThreadPoolExecutor(2) as threads:
        by_form, by_live = (task.result() for task in [threads.submit(slow), threads.submit(fast)])
    assert by_form == by_live
    assert sorted(by_form) == list(range(1, 26))


def test_who_may_not_speak_is_refused_as_by_the_pages(place: Place) -> None:
    officer = place.town.viewer("officer", at=place.now)
    muted = Member.objects.get(person=place.town.persons["resident"])
    actions.mute_member(
        viewer=officer,
        member_id=muted.pk,
        until=place.now + timedelta(hours=1),
        reason="反复发广告",
        now=place.now,
    )
    assert _told(place.say("resident")) == (403, "muted")
    assert _told(place.say("stranger")) == (404, "not_there")
    assert _told(place.say("resident_next_door")) == (404, "not_there")
    assert _told(place.say("secretary")) == (403, "no_voice")
    with place.phone("neighbour", place.group.pk + 1) as phone:
        assert _told(phone.say(place.group.pk)) == (404, "not_there")
    actions.close_group(viewer=officer, group_id=place.group.pk, reason="网格合并", now=place.now)
    assert _told(place.say("neighbour")) == (409, "ended")
    assert Message.objects.count() == 0


def test_who_was_removed_does_not_speak_with_a_ticket_of_before(place: Place) -> None:
    with place.phone("neighbour") as phone:
        assert phone.say(place.group.pk).status == 200
        actions.remove_member(
            viewer=place.town.viewer("officer", at=place.now),
            member_id=Member.objects.get(person=place.town.persons["neighbour"]).pk,
            reason="已搬走",
            now=datetime.now(UTC),
        )
        assert _told(phone.say(place.group.pk)) == (404, "not_there")


def test_a_called_lawyer_comes_in_and_answers(place: Place) -> None:
    Post.objects.filter(key="lawyer").update(call_name="律师")
    lawyer = place.town.posts["lawyer"]
    asked = place.say("resident", "@律师 房东不退押金怎么办").body["id"]
    assert Message.objects.get(pk=asked).mentions == [lawyer.pk]
    entry = Entry.objects.get(kind="message.mentioned")
    assert (entry.data["message_id"], entry.topics) == (asked, [f"post:{lawyer.pk}"])
    assert place.say("lawyer", "可以先发书面通知", reply_to=asked).status == 200
    assert Message.objects.get(pk=asked).message_class == MessageClass.ANSWERED_HERE


def test_a_reply_to_a_question_goes_by_the_pages(place: Place) -> None:
    question = place.say("officer", "哪一户？").body["id"]
    Message.objects.filter(pk=question).update(data={"is_question": True, "case_id": 5})
    assert _told(place.say("resident", "501", reply_to=question)) == (409, "elsewhere")


def test_what_is_said_is_heard_at_once(place: Place) -> None:
    token = place.token(place.town.persons["resident"].pk)
    with Browser(place.running.port, token) as listener:
        listener.wait_for_id()
        place.say("neighbour", "听到了吗")
        assert listener.take(1)[0].data["text"] == "听到了吗"


# --- whatever dies ---


class Talkers:
    """People who talk all the time, and send again what nobody acknowledged."""

    def __init__(self, place: Place, size: int) -> None:
        self._place = place
        self._people = place.crowd(size)
        self._ends = threading.Event()
        self.acknowledged: Counter[str] = Counter()
        self.failures = 0
        self._threads = [threading.Thread(target=self._talk, args=(p,)) for p in self._people]

    def __enter__(self) -> "Talkers":
        for thread in self._threads:
            thread.start()
        self.wait_for(50)
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        wanted = len(self.acknowledged) + more
        end = time.monotonic() + START_S
        while len(self.acknowledged) < wanted:
            assert time.monotonic() < end, "nobody is heard any more"
            time.sleep(0.02)

    def _talk(self, person: Person) -> None:
        while not self._ends.is_set():
            self._until_acknowledged(person, uuid.uuid4())

    def _until_acknowledged(self, person: Person, key: uuid.UUID) -> None:
        for _ in range(600):
            with (
                suppress(OSError, http.client.HTTPException),
                Phone(self._place.running.port, self._place.token(person.pk)) as phone,
            ):
                answer = phone.send(message(self._place.group.pk, "在吗", key=key))
                if answer.status == 200:
                    self.acknowledged[str(key)] += 1
                    return
                assert answer.status == 503, answer
            self.failures += 1
            time.sleep(0.1)


@pytest.mark.parametrize("death", ["live", "postgres"])
def test_what_was_acknowledged_is_there_once_whatever_dies(place: Place, death: str) -> None:
    deaths: dict[str, Callable[[Running], None]] = {"live": _kill_live, "postgres": _kill_backends}
    with Talkers(place, 12) as talkers:
        for _ in range(3):
            deaths[death](place.running)
            talkers.wait_for(100)
    rows = list(Message.objects.order_by("seq").values_list("seq", "client_key"))
    said = Counter(str(key) for _seq, key in rows)
    assert set(said.values()) == {1}
    assert set(said) == set(talkers.acknowledged)
    assert [seq for seq, _key in rows] == list(range(1, len(rows) + 1))
    assert death != "live" or talkers.failures


def _kill_live(running: Running) -> None:
    running.stop(signal.SIGKILL)
    running.start()


def _kill_backends(running: Running) -> None:
    with psycopg.connect(running.database_url, autocommit=True) as db:
        query = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
        for _ in range(5):
            db.execute(query, ["huiyin-intake"])
            time.sleep(0.15)


def _told(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["code"]


def _free_pair() -> int:
    """A port whose next one is free as well."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with suppress(OSError):
                second.bind(("127.0.0.1", port + 1))
                return port
