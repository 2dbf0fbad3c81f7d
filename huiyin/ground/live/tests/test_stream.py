"""The stream as browsers have it: a real process, a real database, plain sockets."""

import threading
import time
from collections.abc import Iterator
from itertools import islice

import pytest

from huiyin.ground.live import wake
from huiyin.ground.live.tests.conftest import Site, say_in
from huiyin.ground.live.tests.reading import Browser

SMALL = 128 * 1024
"""Of what a system holds back for one who does not read: bytes. With less than a segment of the loopback (64 kB) the
system sends what is left by a timer that doubles, and reading it takes minutes."""


@pytest.fixture(autouse=True)
def _settled(site: Site) -> Iterator[None]:
    yield
    time.sleep(0.05)  # the process hears of the closed sockets before the next test counts streams


def standing(site: Site, *topics: str, person_id: int = 1) -> Browser:
    """A browser whose page has shown everything up to now."""
    browser = site.browser(*topics, person_id=person_id)
    browser.wait_for_id()
    return browser


def test_every_member_hears_every_message_in_order(site: Site) -> None:
    room = site.room()
    members = [standing(site, f"group:{room}", person_id=number) for number in range(1, 9)]
    site.say(room, count=50)
    for member in members:
        assert member.take_seqs(50) == list(range(1, 51))
        member.close()


def test_a_frame_is_the_json_of_the_message(site: Site) -> None:
    room = site.room()
    with standing(site, f"group:{room}") as member:
        site.say(room, words="暖气不热\n\n“三天了” 😀")
        (event,) = member.take(1)
    assert event.name == "message"
    assert event.data == {"id": 10, "seq": 1, "text": "暖气不热\n\n“三天了” 😀"}


def test_messages_come_without_a_wake(site: Site) -> None:
    room = site.room()
    with standing(site, f"group:{room}") as member:
        site.say(room, is_quiet=True)
        assert member.take_seqs(1) == [1]


def test_many_writers_in_several_groups_are_heard_whole_and_in_order(site: Site) -> None:
    rooms = [site.room() for _ in range(3)]
    topics = [f"group:{room}" for room in rooms]
    with standing(site, *topics) as member:
        writers = [
            threading.Thread(target=site.say, args=(room,), kwargs={"count": 40})
            for room in rooms
            for _ in range(3)
        ]
        for writer in writers:
            writer.start()
        heard: dict[str, list[int]] = {topic: [] for topic in topics}
        for event in islice(member.events(), 360):
            heard[member.last_id.split(",")[1].partition("=")[0]].append(event.data["seq"])
        for writer in writers:
            writer.join()
    assert all(seqs == list(range(1, 121)) for seqs in heard.values())


def test_a_message_that_commits_late_is_not_skipped(site: Site) -> None:
    slow, quick = site.room(), site.room()
    with standing(site, f"group:{slow}", f"group:{quick}") as member:
        with site.connect() as db:
            say_in(db, slow, "写得早")
            site.say(quick)
            assert member.take(1)[0].data["text"] == "你好"
        assert member.take(1)[0].data["text"] == "写得早"


def test_a_returning_browser_gets_what_it_missed_once_and_in_order(site: Site) -> None:
    rooms = [site.room() for _ in range(3)]
    topics = [f"group:{room}" for room in rooms]
    with standing(site, *topics) as member:
        for room in rooms:
            site.say(room, count=3)
        heard = [(event.data["seq"]) for event in member.take(5)]
        place = member.last_id
    for room in rooms:
        site.say(room, count=2)
    with site.browser(*topics, last_id=place) as member:
        heard += member.take_seqs(10)
        site.say(rooms[0])
        assert member.take_seqs(1) == [6]
    assert sorted(heard) == sorted([1, 2, 3, 4, 5] * 3)


def test_a_page_says_in_the_address_what_it_shows(site: Site) -> None:
    room = site.room()
    site.say(room, count=3)
    place = f"t={int(time.time())},group:{room}=1"
    path = f"/live/stream?ticket={site.token(f'group:{room}')}&from={place}"
    with Browser(site.port, path) as member:
        assert member.take_seqs(2) == [2, 3]


def test_a_browser_that_knows_more_than_the_stream_has_given_hears_nothing_twice(
    site: Site,
) -> None:
    room = site.room()
    with standing(site, f"group:{room}") as other:
        site.say(room, count=2, is_quiet=True)
        place = f"t={int(time.time())},group:{room}=2"
        with site.browser(f"group:{room}", last_id=place) as member:
            site.say(room)
            assert member.take_seqs(1) == [3]
        assert other.take_seqs(3) == [1, 2, 3]


def test_one_who_missed_too_much_loads_the_page_anew(site: Site) -> None:
    room = site.room()
    site.say(room, count=600)
    place = f"t={int(time.time())},group:{room}=1"
    with site.browser(f"group:{room}", last_id=place) as member:
        (event,) = member.take(1)
        assert (event.name, event.data) == ("reset", {"topic": f"group:{room}"})
        site.say(room)
        assert member.take_seqs(1) == [601]


def test_a_long_stretch_within_the_limit_is_given_whole(site: Site) -> None:
    room = site.room()
    site.say(room, count=450)
    place = f"t={int(time.time())},group:{room}=0"
    with site.browser(f"group:{room}", last_id=place) as member:
        assert member.take_seqs(450) == list(range(1, 451))


@pytest.mark.parametrize("place", ["nonsense", "t=1,group", "t=99999999999999999999,group:1=x"])
def test_a_place_that_cannot_be_read_means_loading_anew(place: str, site: Site) -> None:
    with site.browser(f"group:{site.room()}", last_id=place) as member:
        (event,) = member.take(1)
    assert (event.name, event.data) == ("reset", {"topic": "*"})


def test_a_place_that_has_not_been_reached_yet_means_loading_anew(site: Site) -> None:
    room = site.room()
    place = f"t={int(time.time())},group:{room}=77"
    with site.browser(f"group:{room}", last_id=place) as member:
        (event,) = member.take(1)
        assert (event.name, event.data) == ("reset", {"topic": f"group:{room}"})
        site.say(room)
        assert member.take_seqs(1) == [1]


def test_a_group_that_does_not_exist_disturbs_nobody(site: Site) -> None:
    room = site.room()
    with standing(site, "group:999999", f"group:{room}", "group:x", "", "revoke:1:x") as member:
        site.say(room)
        assert member.take_seqs(1) == [1]


def test_a_hint_says_that_something_happened_and_not_what(site: Site) -> None:
    with standing(site, "case:7", "post:3") as member:
        site.record("case:8")
        entry_id = site.record("case:7", "post:3", "node:1")
        events = member.take(2)
    assert [event.name for event in events] == ["hint", "hint"]
    assert [event.data for event in events] == [
        {"topic": "case:7", "id": entry_id},
        {"topic": "post:3", "id": entry_id},
    ]


def test_a_hint_is_given_once_and_a_late_commit_is_not_lost(site: Site) -> None:
    with standing(site, "case:11", "case:12") as member:
        late = site.record("case:11", ago_s=20)
        soon = site.record("case:12")
        assert [event.data["id"] for event in member.take(2)] == [late, soon]
        assert member.is_quiet(1.0)


def test_hints_of_an_absence_are_given_on_return(site: Site) -> None:
    with standing(site, "case:21") as member:
        place = member.last_id
    entry_id = site.record("case:21")
    time.sleep(0.5)
    with site.browser("case:21", last_id=place) as member:
        assert member.take(1)[0].data == {"topic": "case:21", "id": entry_id}


def test_after_a_long_absence_the_hints_start_over(site: Site) -> None:
    with site.browser("case:22", last_id=f"t={int(time.time()) - 3600}") as member:
        assert member.take(1)[0].data == {"topic": "*"}


def test_a_group_is_hinted_too(site: Site) -> None:
    room = site.room()
    with standing(site, f"group:{room}") as member:
        entry_id = site.record(f"group:{room}")
        assert member.take(1)[0].data == {"topic": f"group:{room}", "id": entry_id}


def test_what_is_said_after_a_revocation_does_not_reach_whom_it_was_taken_from(site: Site) -> None:
    room, other = site.room(), site.room()
    removed = standing(site, f"group:{room}", f"group:{other}", person_id=31)
    staying = standing(site, f"group:{room}", person_id=32)
    for _ in range(3):
        site.say(room)
    with site.connect() as db:
        site.entry_in(db, f"revoke:31:group:{room}")
    site.say(room, words="只给留下的人")
    site.say(other, words="另一个群")
    heard = removed.take(5)
    assert [event.name for event in heard] == ["message"] * 3 + ["revoked", "message"]
    assert heard[-1].data["text"] == "另一个群"
    assert staying.take_seqs(4) == [1, 2, 3, 4]
    removed.close()
    staying.close()


def test_a_ticket_from_before_the_revocation_opens_that_topic_no_more(site: Site) -> None:
    room = site.room()
    old = site.token(f"group:{room}", person_id=33)
    site.record(f"revoke:33:group:{room}")
    time.sleep(0.5)
    with Browser(site.port, old) as member:
        site.say(room)
        assert member.is_quiet(1.0)
    time.sleep(0.1)
    with standing(site, f"group:{room}", person_id=33) as member:
        site.say(room)
        assert member.take_seqs(1) == [2]


def test_who_is_shut_out_of_everything_loses_the_stream(site: Site) -> None:
    with standing(site, f"group:{site.room()}", "case:1", person_id=34) as member:
        site.record("revoke:34:*")
        assert {event.name for event in member.events()} <= {"revoked"}


def test_one_who_does_not_read_is_cut_off_and_delays_nobody(site: Site) -> None:
    room = site.room()
    place = f"t={int(time.time())},group:{room}=0"
    with (
        site.browser(f"group:{room}", person_id=41, last_id=place, receive_bytes=SMALL) as slow,
        standing(site, f"group:{room}", person_id=42) as quick,
    ):
        words = {"count": 400, "words": "很长的话" * 4000}  # more than the system itself holds back
        writer = threading.Thread(target=site.say, args=(room,), kwargs=words)
        writer.start()
        assert quick.take_seqs(400) == list(range(1, 401))
        writer.join()
        wait_for_streams(site, 1)
        heard = [event.data["seq"] for event in slow.events()]
    assert heard == list(range(1, len(heard) + 1))
    assert len(heard) < 400
    with site.browser(f"group:{room}", person_id=41, last_id=slow.last_id) as again:
        assert again.take_seqs(400 - len(heard)) == list(range(len(heard) + 1, 401))


def test_the_database_may_drop_its_connections(site: Site) -> None:
    room = site.room()
    with standing(site, f"group:{room}", "case:51") as member:
        for _ in range(5):
            site.say(room, count=10, is_quiet=True)
            with site.connect() as db:
                db.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE application_name = 'huiyin-live' AND datname = current_database()"
                )
            site.say(room, count=10)
            site.record("case:51")
        events = member.take(105)
    assert [e.data["seq"] for e in events if e.name == "message"] == list(range(1, 101))
    assert sum(event.name == "hint" for event in events) == 5


def test_a_wake_for_everything_is_understood(site: Site) -> None:
    room = site.room()
    with standing(site, f"group:{room}") as member:
        site.say(room, is_quiet=True)
        wake.poke([f"case:{number}" for number in range(3000)], home=site.home)
        assert member.take_seqs(1) == [1]


def test_a_quiet_stream_gives_a_sign_of_life_that_moves_its_place(site: Site) -> None:
    with standing(site, "case:61") as member:
        began = member.last_id
        member.last_id = ""
        member.wait_for_id()  # the first comes at the start, the next within fifteen seconds
        assert int(member.last_id.removeprefix("t=")) >= int(began.removeprefix("t="))


def test_who_lets_nothing_be_delivered_is_cut_off_even_when_little_more_is_said(site: Site) -> None:
    room = site.room()
    site.say(room, count=400, words="很长的话" * 4000)  # waits at once, then nothing is added
    place = f"t={int(time.time())},group:{room}=0"
    with site.browser(f"group:{room}", person_id=62, last_id=place, receive_bytes=SMALL):
        wait_for_streams(site, 0)


def wait_for_streams(site: Site, count: int) -> None:
    """Until so many are open, and no more."""
    for _ in range(600):
        if _streams(site) == count:
            return
        time.sleep(0.1)
    raise AssertionError(f"there are {_streams(site)} streams")


def _streams(site: Site) -> int:
    with Browser(site.port, "/live/health") as health:
        return int(health.body()["streams"])
