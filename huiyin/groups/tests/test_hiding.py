"""What is personal in the words of a group: masked for the others, kept whole for the office, told to who wrote it."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from huiyin.cases import actions as cases
from huiyin.cases.models import Answer
from huiyin.cases.queries.detail import own_matter
from huiyin.cases.rules.words import Channel, Outcome, TellChannel
from huiyin.conftest import NOON
from huiyin.ground import jobs
from huiyin.ground.ids import new_id
from huiyin.ground.ledger import queries as ledger
from huiyin.groups import actions, intake, queries
from huiyin.groups.actions.concealing import look_at_original
from huiyin.groups.models import Message
from huiyin.groups.tests.conftest import Square
from huiyin.groups.tests.test_intake import asked, codes, say
from huiyin.lib.refusal import NotAllowed, NotThere, Refused
from huiyin.people.models import Post
from huiyin.trust.models import Look, Original

WORDS = "老王的电话是14012345678"
SHOWN = "老王的电话是140****5678"


def said(square: Square, text: str, who: str = "resident", **more: object) -> Message:
    return actions.send_message(
        viewer=square.town.viewer(who),
        group_id=int(str(more.get("group_id", square.group.pk))),
        text=text,
        client_key=uuid.uuid4(),
        now=NOON,
    )


def look(square: Square, message: Message, who: str = "officer", purpose: str = "ask") -> str:
    return look_at_original(
        viewer=square.town.viewer(who),
        message_id=message.pk,
        purpose=purpose,
        words="核实是不是他的号码",
        now=NOON,
    )


def test_neighbours_read_a_number_masked_and_the_whole_is_encrypted(square: Square) -> None:
    message = said(square, WORDS)
    (line,) = queries.messages(square.town.viewer("neighbour"), square.group.pk).lines
    assert (line.text, line.data) == (SHOWN, {"hidden": ["phone"]})
    assert Original.objects.get(pk=message.pk).text == WORDS
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM trust_original")
        assert "14012345678" not in cursor.fetchone()[0]


def test_the_batch_of_the_live_process_masks_as_the_action_does(square: Square) -> None:
    hidden = intake.SPEECH.hide(WORDS)
    told = asked(square, "resident", WORDS, hidden=hidden, spare=())
    plain = asked(square, "neighbour", "停水了", spare=())
    assert codes(told, plain) == ["", ""]
    assert [m.text for m in Message.objects.order_by("seq")] == [SHOWN, "停水了"]
    assert Original.objects.get().text == WORDS
    # the same again is the same message, however it was encrypted this time
    again = replace(told, id=new_id(), hidden=intake.SPEECH.hide(WORDS))
    assert say(again)[0][:2] == ("repeat", told.id)
    assert Original.objects.count() == 1


def test_between_a_resident_and_the_officer_nothing_is_masked(square: Square) -> None:
    town = square.town
    talk = actions.private_talk(
        viewer=town.viewer("resident"), post_id=town.posts["officer"].pk, now=NOON
    )
    assert said(square, WORDS, group_id=talk.pk).text == WORDS
    assert not Original.objects.exists()


def test_a_number_that_an_office_has_published_is_no_secret(square: Square) -> None:
    Post.objects.filter(pk=square.town.posts["officer"].pk).update(phone="140 1234 5678")
    assert said(square, "网格员电话14012345678").text == "网格员电话14012345678"
    assert (
        said(square, "网格员14012345678，我14000001111").text == "网格员140****5678，我140****1111"
    )


def test_the_officer_reads_it_for_a_purpose_and_who_wrote_it_can_see_that(square: Square) -> None:
    message = said(square, WORDS)
    with pytest.raises(Refused, match="为什么"):
        look(square, message, purpose="")
    assert look(square, message) == WORDS
    seen = Look.objects.get()
    assert (seen.person_id, seen.what) == (square.town.persons["resident"].pk, "original")
    kinds = [entry.kind for entry in ledger.history("person", seen.person_id)]
    assert "person.original_seen" in kinds


@pytest.mark.parametrize("who", ["neighbour", "stranger", "officer_next_door"])
def test_nobody_else_reads_it(square: Square, who: str) -> None:
    message = said(square, WORDS)
    with pytest.raises((NotAllowed, NotThere)):
        look(square, message, who)
    assert not Look.objects.exists()


def test_words_that_were_mended_are_masked_again(square: Square) -> None:
    message, viewer = said(square, "停水了"), square.town.viewer("resident")
    edited = actions.edit_message(viewer=viewer, message_id=message.pk, text=WORDS, now=NOON)
    assert (edited.text, edited.data) == (SHOWN, {"hidden": ["phone"]})
    # other words around the stars: what they hide is still kept
    actions.edit_message(viewer=viewer, message_id=message.pk, text=f"{SHOWN}吗", now=NOON)
    assert Original.objects.get().text == WORDS
    clean = actions.edit_message(viewer=viewer, message_id=message.pk, text="停水", now=NOON)
    assert clean.data == {}
    assert not Original.objects.exists()


def test_taking_words_back_destroys_the_whole_of_them(square: Square) -> None:
    message = said(square, WORDS)
    actions.recall_message(
        viewer=square.town.viewer("resident"),
        message_id=message.pk,
        now=NOON + timedelta(minutes=1),
    )
    assert not Original.objects.exists()


def test_who_only_follows_a_matter_reads_it_masked(square: Square) -> None:
    town = square.town
    resident, neighbour = town.viewer("resident"), town.viewer("neighbour")
    case = cases.open_case(
        viewer=resident,
        now=NOON,
        text=WORDS,
        category="0101",
        node_id=town.grid.pk,
        channel=Channel.FORM,
        reporter_id=resident.person_id,
    )
    cases.follow(case_id=case.pk, person_id=neighbour.person_id, viewer=neighbour, now=NOON)
    assert own_matter(neighbour, case.pk, now=NOON).case.text == SHOWN
    assert own_matter(resident, case.pk, now=NOON).case.text == WORDS


def test_an_answer_in_the_group_is_masked_and_stays_whole_in_its_matter(square: Square) -> None:
    town, message = square.town, said(square, "谁能修门锁")
    officer = town.viewer("officer")
    case = actions.make_case(viewer=officer, message_ids=[message.pk], category="0101", now=NOON)
    cases.answer_now(
        case_id=case.pk,
        viewer=officer,
        now=NOON,
        text="请找刘师傅14012345678。",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.GROUP_REPLY,
    )
    jobs.run_pending()
    shown = Message.objects.get(group=square.group, data__has_key="is_answer")
    assert (shown.text, shown.data["hidden"]) == ("请找刘师傅140****5678。", ["phone"])
    assert Answer.objects.get(case=case).text == "请找刘师傅14012345678。"


def test_what_is_pinned_for_everybody_may_not_hold_a_number(square: Square) -> None:
    with pytest.raises(Refused, match="人人看得到"):
        actions.pin(
            viewer=square.town.viewer("officer"),
            group_id=square.group.pk,
            purpose="有事找刘师傅14012345678",
            rules_text="",
            now=NOON,
        )


def test_a_matter_made_from_masked_words_is_whole_for_who_works_on_it(square: Square) -> None:
    message = said(square, "我家17号楼3单元301漏水")
    assert message.text != "我家17号楼3单元301漏水"
    case = actions.make_case(
        viewer=square.town.viewer("officer"),
        message_ids=[message.pk],
        category="0101",
        now=NOON,
    )
    assert case.text == "我家17号楼3单元301漏水"
    assert case.title == message.text
    assert own_matter(square.town.viewer("resident"), case.pk, now=NOON).case.text == case.text
