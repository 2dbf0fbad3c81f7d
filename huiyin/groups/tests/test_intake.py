"""The statement says of every message what the rules say."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.conftest import NOON, Town
from huiyin.ground import jobs
from huiyin.ground.ids import new_id
from huiyin.ground.ledger import actions as ledger
from huiyin.ground.ledger.models import Entry
from huiyin.ground.live import speech
from huiyin.ground.live.speech import Asked
from huiyin.groups import actions, intake
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.queries.access import group_facts, members_of_viewer
from huiyin.groups.rules import GroupKind, MessageClass, rights
from huiyin.groups.rules.mentions import Callee, resolve
from huiyin.groups.tests.conftest import Square
from huiyin.lib.refusal import NotThere, Refused
from huiyin.people import queries as people
from huiyin.people.models import Incumbency, Post, PostArea, Substitute
from huiyin.people.rules import Role, Viewer

LONG_AGO = NOON - timedelta(days=400)


def asked(square: Square, who: str, text: str = "停水了", **more: object) -> Asked:
    """A message of somebody of the cast, as the live process would ask it."""
    viewer = square.town.viewer(who)
    made = Asked(
        id=new_id(),
        group_id=square.group.pk,
        person_id=viewer.person_id,
        posts=sorted(viewer.post_ids),
        text=text,
        client_key=uuid.uuid4(),
        spare=[new_id() for _ in range(intake.SPEECH.spare_ids)],
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields of Asked by name


def say(*messages: Asked, at: datetime = NOON) -> list[tuple[str, int, int]]:
    """Run the statement; code, id and number of each message."""
    with connection.cursor() as cursor:
        cursor.execute(intake.SPEECH.statement(messages), speech.values(messages, at=at))
        rows = sorted(cursor.fetchall())
    return [(code, message_id, seq) for _n, code, message_id, seq, *_rest in rows]


def codes(*messages: Asked) -> list[str]:
    return [code for code, _id, _seq in say(*messages)]


# --- who may speak, and as whom ---


def by_rules(viewer: Viewer, group: Group, as_post_id: int | None) -> tuple[object, ...]:
    """What the rules say of a message: the sentence of a refusal, or author and class."""
    facts, members = group_facts(group), members_of_viewer(viewer, group.pk)
    try:
        if not rights.standing(viewer, facts, members).sees:
            raise NotThere(intake.NOBODY_THERE)
        found = rights.speaker(viewer, facts, members, as_post_id=as_post_id, now=NOON)
    except Refused as refused:
        return (refused.template,)
    post_id = found.post.id if found.post else None
    return found.label, post_id, rights.class_at_birth(facts, found), found.is_answering


def by_statement(*messages: Asked) -> list[tuple[object, ...]]:
    """What the statement does with them, each a reply to words of its own; undone at once."""
    with transaction.atomic():
        waiting = [_waiting(message.group_id, message.person_id) for message in messages]
        results = say(
            *(
                replace(message, reply_to_id=words.pk)
                for message, words in zip(messages, waiting, strict=True)
            )
        )
        done = [_done(*each) for each in zip(messages, waiting, results, strict=True)]
        transaction.set_rollback(True)
    return done


def _waiting(group_id: int, person_id: int) -> Message:
    return Message.objects.create(
        group_id=group_id,
        seq=1_000,
        author_person_id=person_id,
        kind="text",
        text="问",
        message_class=MessageClass.UNANSWERED,
        client_key=uuid.uuid4(),
        at=NOON,
    )


def _done(message: Asked, waiting: Message, result: tuple[str, int, int]) -> tuple[object, ...]:
    code, message_id, _seq = result
    if code:
        return (intake.REFUSALS[code][1],)
    said = Message.objects.get(pk=message_id)
    is_answer = Message.objects.get(pk=waiting.pk).classed_by_id == message.person_id
    return said.author_label, said.author_post_id, said.message_class, is_answer


def _staff(town: Town) -> None:
    """Offices that answer and offices that do not, some held by who lives here."""
    PostArea.objects.create(post=town.posts["cadre"], node=town.grid)
    for key, role, holder in (
        ("head", Role.BUILDING_HEAD, "neighbour"),
        ("helper", Role.VOLUNTEER, "stranger"),
        ("grid_head", Role.GRID_HEAD, "county"),
    ):
        post = Post.objects.create(key=key, role=role, node=town.grid, title=f"3号楼{role.label}")
        Incumbency.objects.create(
            post=post, person=town.persons[holder], from_at=LONG_AGO, is_exclusive=True
        )
        town.posts[key] = post


@pytest.fixture
def street(square: Square, next_door: Group) -> list[Group]:
    """Groups of several kinds, and people in every relation to them."""
    town = square.town
    officer = town.viewer("officer")
    _staff(town)
    for key in ("head", "helper", "secretary"):
        actions.add_post(
            viewer=officer, group_id=square.group.pk, post_id=town.posts[key].pk, now=NOON
        )
    # the secretary lives here too; the officer next door stands in for ours; the county has a vacancy below it
    Member.objects.create(
        group=square.group, person=town.persons["secretary"], label="", joined_at=NOON
    )
    Substitute.objects.create(
        post=town.posts["officer"],
        by_post=town.posts["officer_next_door"],
        from_at=LONG_AGO,
        to_at=NOON + timedelta(days=1),
    )
    Incumbency.objects.filter(post=town.posts["street"]).update(to_at=NOON)
    talk = actions.private_talk(
        viewer=town.viewer("resident"), post_id=officer.posts[0].id, now=NOON
    )
    staff = actions.create_group(
        viewer=town.viewer("secretary"),
        kind=GroupKind.LIAISON,
        name="联络群",
        node_id=town.community.pk,
        now=NOON,
    )
    return list(Group.objects.filter(id__in=[square.group.pk, next_door.pk, talk.pk, staff.pk]))


def differences(square: Square, groups: Sequence[Group]) -> list[object]:
    """Where the two part, over everybody of the cast and every post they may ask to speak for."""
    told, messages = [], []
    for group in groups:
        for who in square.town.persons:
            viewer = square.town.viewer(who)
            for as_post_id in {None, *viewer.post_ids, square.town.posts["officer"].pk}:
                told.append(by_rules(viewer, group, as_post_id))
                messages.append(
                    asked(square, who, group_id=group.pk, as_post_id=as_post_id, text=f"{who}说")
                )
    assert len({words[0] for words in told}) > 3
    pairs = zip(told, by_statement(*messages), messages, strict=True)
    return [(rule, done, message) for rule, done, message in pairs if rule != done]


def test_everybody_speaks_as_the_rules_say(square: Square, street: list[Group]) -> None:
    assert differences(square, street) == []


def test_the_muted_the_gone_and_the_ended_are_refused_as_the_rules_say(
    square: Square, street: list[Group]
) -> None:
    town = square.town
    own = Member.objects.filter(group=square.group)
    own.filter(person=town.persons["resident"]).update(muted_until=NOON + timedelta(seconds=1))
    own.filter(person=town.persons["secretary"]).update(muted_until=NOON)
    own.filter(post=town.posts["head"]).update(left_at=NOON)
    own.filter(person=town.persons["neighbour"]).update(left_at=NOON)
    assert differences(square, street) == []


def test_nobody_speaks_where_a_group_has_ended_as_the_rules_say(
    square: Square, street: list[Group]
) -> None:
    Group.objects.update(is_active=False)
    messages = [asked(square, who, group_id=g.pk) for g in street for who in square.town.persons]
    assert set(codes(*messages)) == {"not_there", "no_voice", "ended"}
    assert by_rules(
        square.town.viewer("resident"), Group.objects.get(pk=square.group.pk), None
    ) == (intake.REFUSALS["ended"][1],)


def test_a_post_that_was_lost_since_the_ticket_was_signed_speaks_no_more(square: Square) -> None:
    before = asked(square, "officer")
    Incumbency.objects.filter(post=square.town.posts["officer"]).update(to_at=NOON)
    someone = square.town.viewer("officer_next_door")
    Incumbency.objects.create(
        post=square.town.posts["officer"],
        person_id=someone.person_id,
        from_at=NOON,
        is_exclusive=True,
    )
    assert codes(before) == ["not_there"]


# --- mentions ---


@pytest.fixture
def callable_town(square: Square) -> Square:
    """Posts whose names begin alike, in the group, above it and elsewhere, some of one building."""
    town = square.town
    posts = [
        ("head_3", Role.BUILDING_HEAD, town.grid, "3号楼楼栋长", "楼栋长", True),
        ("head_5", Role.BUILDING_HEAD, town.grid, "5号楼楼栋长", "楼栋长", True),
        ("head_13", Role.BUILDING_HEAD, town.grid, "13号楼楼栋长", "楼栋长", False),
        ("lawyer_2", Role.PROFESSIONAL, town.nodes["379901"], "县律师", "律师", False),
        ("lawyer_far", Role.PROFESSIONAL, town.nodes["379901001202"], "石桥律师", "律师", False),
        ("lawyers", Role.PROFESSIONAL, town.community, "律师长", "律师长", False),
        ("odd", Role.PROFESSIONAL, town.community, "律师", "网格", False),
    ]
    for key, role, node, title, call_name, is_in in posts:
        post = Post.objects.create(
            key=key, role=role.value, node=node, title=title, call_name=call_name
        )
        if is_in:
            Member.objects.create(group=square.group, post=post, joined_at=NOON)
    return square


def called_by_rules(square: Square, text: str, label: str) -> list[int]:
    path = square.group.node.path
    inside = set(
        Member.objects.filter(group=square.group, left_at=None, post__isnull=False).values_list(
            "post_id", flat=True
        )
    )
    posts = [
        Callee(
            p.id,
            p.call_name,
            p.title,
            0 if p.id in inside else 1 + path.count("/") - p.path.count("/"),
        )
        for p in people.callable_posts(path)
        if p.id in inside or path.startswith(p.path)
    ]
    return resolve(text, posts=posts, speakers_label=label)


WORDS = st.lists(
    st.sampled_from(
        [
            "@",
            "＠",
            "律师",
            "律师长",
            "楼栋长",
            "3号楼",
            "13号楼",
            "网格员",
            "网格",
            "县",
            "，",
            "x",
        ]
    ),
    max_size=12,
).map("".join)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(WORDS, min_size=1, max_size=12))
def test_whoever_the_rules_call_is_called(callable_town: Square, texts: list[str]) -> None:
    square = callable_town
    messages = [asked(square, "resident", f"{text}。") for text in texts]
    with transaction.atomic():
        say(*messages)
        said = [Message.objects.get(pk=message.id) for message in messages]
        transaction.set_rollback(True)
    label = said[0].author_label
    expected = [called_by_rules(square, message.text, label) for message in messages]
    assert [message.mentions for message in said] == expected


def test_a_called_post_comes_in_once_and_the_ledger_says_who_called(square: Square) -> None:
    lawyer = square.town.posts["lawyer"]
    first, second = asked(square, "resident", "@律师 在吗"), asked(square, "neighbour", "＠律师")
    say(first, second)
    assert Member.objects.filter(group=square.group, post=lawyer).count() == 1
    entries = Entry.objects.filter(kind="message.mentioned").order_by("id")
    assert [(e.by_person_id, e.data["posts"]) for e in entries] == [
        (first.person_id, [lawyer.pk]),
        (second.person_id, [lawyer.pk]),
    ]
    told = entries[0]
    assert (told.subject, told.subject_id, told.area) == (
        "group",
        square.group.pk,
        square.group.node.path,
    )
    assert told.topics == [f"post:{lawyer.pk}"]
    assert told.data == {
        "message_id": first.id,
        "seq": 1,
        "posts": [lawyer.pk],
    }


def test_nobody_reacts_to_a_mention_as_the_statement_could_not_tell_them(square: Square) -> None:
    heard: list[str] = []
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(jobs, "defer", lambda reaction, **_more: heard.append(reaction.__name__))
        by = ledger.By(square.town.persons["resident"].pk, None)
        ledger.record(
            "message.mentioned", subject="group", subject_id=1, by=by, at=NOON, area="", data={}
        )
    assert heard == []


# --- batches ---


def test_a_batch_is_numbered_in_its_order_in_each_group(square: Square, next_door: Group) -> None:
    here = [asked(square, who, f"{n}") for n, who in enumerate(["resident", "neighbour"] * 3)]
    there = [asked(square, "resident_next_door", group_id=next_door.pk) for _ in range(3)]
    mixed = [here[0], there[0], *here[1:3], *there[1:], *here[3:]]
    numbers = {message_id: seq for _code, message_id, seq in say(*mixed)}
    assert [numbers[message.id] for message in here] == [1, 2, 3, 4, 5, 6]
    assert [numbers[message.id] for message in there] == [1, 2, 3]
    assert Group.objects.get(pk=square.group.pk).last_seq == 6
    assert Member.objects.get(person=square.town.persons["resident"]).read_seq == 5


def test_the_refused_leave_no_gap(square: Square) -> None:
    results = say(asked(square, "resident"), asked(square, "stranger"), asked(square, "neighbour"))
    assert [(code, seq) for code, _id, seq in results] == [("", 1), ("not_there", 0), ("", 2)]


def test_a_repeat_is_answered_with_the_first_and_other_words_are_a_conflict(square: Square) -> None:
    first = asked(square, "resident")
    say(first)
    again = replace(first, id=new_id())
    other = replace(first, id=new_id(), text="停电了")
    stolen = replace(asked(square, "neighbour"), client_key=first.client_key)
    assert say(again, other, stolen) == [
        ("repeat", first.id, 1),
        ("key_taken", first.id, 1),
        ("key_taken", first.id, 1),
    ]
    assert Message.objects.count() == 1


def test_a_key_twice_in_one_batch_is_asked_again(square: Square) -> None:
    first = asked(square, "resident")
    twin = replace(first, id=new_id())
    assert codes(first, twin) == ["", "again"]
    assert codes(twin) == ["repeat"]


def test_replies_are_checked(square: Square, next_door: Group) -> None:
    elsewhere = square.say("resident_next_door", "停电", group=next_door)
    gone = square.say("neighbour", "发错了")
    actions.recall_message(viewer=square.town.viewer("neighbour"), message_id=gone.pk, now=NOON)
    assert codes(
        asked(square, "resident", reply_to_id=elsewhere.pk),
        asked(square, "resident", reply_to_id=5),
        asked(square, "resident", reply_to_id=gone.pk),
        asked(square, "resident", file_id=5),
    ) == ["reply_elsewhere", "reply_elsewhere", "reply_recalled", "no_file"]


def test_the_first_office_to_reply_has_answered(square: Square) -> None:
    waiting = square.say("resident", "几点来水？")
    officer, cadre = (asked(square, who, reply_to_id=waiting.pk) for who in ("officer", "cadre"))
    say(officer, cadre)
    answered = square.anew(waiting)
    assert answered.message_class == MessageClass.ANSWERED_HERE
    assert (answered.classed_by_id, answered.classed_at) == (officer.person_id, NOON)


def test_a_reply_to_a_question_about_a_case_is_for_the_pages(square: Square) -> None:
    question = square.say("officer", "哪一户？")
    Message.objects.filter(pk=question.pk).update(data={"is_question": True, "case_id": 5})
    here = asked(square, "resident", reply_to_id=question.pk)
    assert codes(here, replace(here, id=new_id(), at_desk=True)) == ["elsewhere", "again"]
    assert codes(replace(here, at_desk=True)) == [""]
    assert codes(asked(square, "officer", reply_to_id=question.pk)) == [""]


@pytest.mark.django_db(transaction=True)
def test_a_group_that_somebody_holds_is_asked_again_and_the_others_are_not_kept_waiting(
    transactional_db: None, square: Square, next_door: Group
) -> None:
    mine, theirs = asked(square, "resident"), asked(square, "resident_next_door")
    theirs = replace(theirs, group_id=next_door.pk)
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1 FROM groups_group WHERE id = %s FOR UPDATE", [square.group.pk])
        assert codes(mine, theirs) == ["again", ""]
        other.rollback()
        assert codes(mine) == [""]
    finally:
        other.close()


def test_every_refusal_has_a_sentence_and_a_status() -> None:
    assert {code: kind.status for code, (kind, _sentence) in intake.REFUSALS.items()} == {
        "not_there": 404,
        "key_taken": 409,
        "reply_elsewhere": 422,
        "no_voice": 403,
        "ended": 409,
        "muted": 403,
        "reply_recalled": 409,
        "no_file": 404,
        "elsewhere": 409,
    }
