"""What streams to a page is what a page reads."""

import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from huiyin.conftest import NOON
from huiyin.ground.files.models import StoredFile
from huiyin.groups import actions, queries
from huiyin.groups.live_source import CONTENT
from huiyin.groups.models import Group
from huiyin.groups.tests.conftest import WATER, Square


def frames(group: Group, after: int = 0, limit: int = 100) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(CONTENT.after_sql, {"keys": [group.pk], "afters": [after], "limit": limit})
        rows = cursor.fetchall()
    assert all((key, asked) == (group.pk, after) for key, asked, _seq, _frame in rows)
    return [(seq, frame) for _key, _after, seq, frame in rows]


def picture(square: Square, who: str) -> StoredFile:
    return StoredFile.objects.create(
        kind="picture",
        mime="image/jpeg",
        size=10,
        sha256=uuid.uuid4().hex * 2,
        width=640,
        height=480,
        path="aa/bb/x.jpg",
        thumb_path="aa/bb/x-thumb.jpg",
        uploaded_by_id=square.town.persons[who].pk,
        at=NOON,
    )


@pytest.fixture
def talked(square: Square) -> Square:
    """A group in which everything has happened that a message can go through."""
    officer = square.town.viewer("officer")
    first = square.say(
        "resident", "停水了\n怎么办？" + "水" * 80, at=NOON + timedelta(microseconds=1234)
    )
    square.say("officer", "已联系水司", reply_to=first)
    square.say("resident", file_id=picture(square, "resident").pk)
    gone = square.say("neighbour", "发错了 @律师")
    actions.recall_message(viewer=square.town.viewer("neighbour"), message_id=gone.pk, now=NOON)
    mended = square.say("neighbour", "三号楼")
    actions.edit_message(
        viewer=square.town.viewer("neighbour"), message_id=mended.pk, text="5号楼", now=NOON
    )
    actions.make_case(viewer=officer, message_ids=[first.pk], category=WATER, now=NOON)
    return square


def test_a_frame_is_the_line_of_the_page(talked: Square) -> None:
    page = queries.messages(talked.town.viewer("neighbour"), talked.group.pk)
    assert [json.loads(frame) for _seq, frame in frames(talked.group)] == [
        json.loads(json.dumps(line.public())) for line in page.lines
    ]


def test_a_frame_is_one_line_with_its_number(talked: Square) -> None:
    for seq, frame in frames(talked.group):
        assert "\n" not in frame
        assert json.loads(frame)["seq"] == seq


def test_frames_begin_after_a_number_and_end_at_the_limit(talked: Square) -> None:
    assert [seq for seq, _frame in frames(talked.group, after=2, limit=2)] == [3, 4]


def test_recalled_words_are_in_no_frame(talked: Square) -> None:
    assert not any("发错了" in frame for _seq, frame in frames(talked.group))


def test_the_head_of_a_group_is_its_last_number(talked: Square) -> None:
    with connection.cursor() as cursor:
        cursor.execute(CONTENT.heads_sql, {"keys": [talked.group.pk, 5]})
        assert cursor.fetchall() == [(talked.group.pk, 6)]


def test_a_recalled_picture_may_be_fetched_by_nobody(square: Square) -> None:
    shot = picture(square, "resident")
    said = square.say("resident", file_id=shot.pk)
    assert said.kind == "picture"
    assert queries.may_see_file(square.town.viewer("neighbour"), shot.pk)
    assert not queries.may_see_file(square.town.viewer("resident_next_door"), shot.pk)
    actions.recall_message(viewer=square.town.viewer("resident"), message_id=said.pk, now=NOON)
    assert not queries.may_see_file(square.town.viewer("neighbour"), shot.pk)
