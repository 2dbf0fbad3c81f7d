"""From words to cases: card, steps and answer under the words."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest

from huiyin.cases import actions as cases
from huiyin.cases.models import Case, Party
from huiyin.cases.rules.words import Channel, Outcome, State, TellChannel
from huiyin.conftest import NOON
from huiyin.ground.ledger import queries as ledger
from huiyin.ground.ledger.models import Entry
from huiyin.groups import actions, queries, reactions
from huiyin.groups.models import CaseCard, Group, Message, MessageCase
from huiyin.groups.rules import MessageClass, MessageKind
from huiyin.groups.tests.conftest import WATER, Square, open_resident_group
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused

POLICY, FRAUD = "0101", "1002"
RunJobs = Callable[[], int]


def make(
    square: Square, *said: Message, category: str = WATER, who: str = "officer", **more: object
) -> Case:
    return actions.make_case(
        viewer=square.town.viewer(who),
        message_ids=[message.pk for message in said],
        category=category,
        now=NOON,
        **more,  # type: ignore[arg-type]  # test shorthand
    )


def answer(square: Square, case: Case, channel: TellChannel = TellChannel.GROUP_REPLY) -> Case:
    return cases.answer_now(
        case_id=case.pk,
        viewer=square.town.viewer("officer"),
        now=NOON + timedelta(minutes=20),
        text="阀门已打开，来水了。",
        outcome=Outcome.EXPLAINED,
        channel=channel,
    )


def talk_of(square: Square, who: str = "resident", group: Group | None = None) -> list[str]:
    page = queries.messages(square.town.viewer(who), (group or square.group).pk, limit=200)
    return [line.text for line in page.lines]


def test_one_tap_makes_a_case_whose_card_stands_under_the_words(square: Square) -> None:
    said = square.say("resident", "3号楼停水了")
    case = make(square, said)
    assert (case.text, case.reporter_id) == ("3号楼停水了", square.town.persons["resident"].pk)
    assert (case.channel, case.node_id) == (Channel.GROUP, square.town.grid.pk)
    assert square.anew(said).message_class == MessageClass.CASE
    card = Message.objects.get(kind=MessageKind.CARD)
    assert card.reply_to_id == said.pk
    assert (card.data["case_id"], card.data["state"]) == (case.pk, "pending")
    assert case.number in card.text


def test_dozens_without_water_are_one_case_and_all_are_owed_the_answer(square: Square) -> None:
    first, second = square.say("resident", "停水了"), square.say("neighbour", "我家也停了")
    case = make(square, second, first)
    assert case.reporter_id == square.town.persons["resident"].pk
    assert case.text == "停水了\n我家也停了"
    assert Party.objects.filter(case=case).count() == 2
    assert Message.objects.filter(kind=MessageKind.CARD).count() == 1


def test_further_words_follow_the_case_that_is_there(square: Square) -> None:
    case = make(square, square.say("resident", "停水了"))
    later = square.say("neighbour", "还没来水")
    for _ in range(2):
        actions.link_to_case(
            viewer=square.town.viewer("officer"), message_ids=[later.pk], case_id=case.pk, now=NOON
        )
    assert Party.objects.filter(case=case, is_follower=True).count() == 1
    assert MessageCase.objects.filter(case=case).count() == 2
    assert CaseCard.objects.count() == 1


def test_one_message_may_become_several_cases(square: Square) -> None:
    said = square.say("resident", "停水，路灯也不亮")
    one, two = make(square, said), make(square, said, category="0407")
    assert one.pk != two.pk
    (line, *_) = queries.messages(square.town.viewer("officer"), square.group.pk).lines
    assert line.case_ids == (one.pk, two.pk)


def test_a_double_tap_makes_one_case(square: Square) -> None:
    said, key = square.say("resident", "停水"), uuid.uuid4()
    assert make(square, said, client_key=key).pk == make(square, said, client_key=key).pk
    assert Case.objects.count() == 1


def test_an_officers_own_find_has_no_reporter(square: Square) -> None:
    case = make(square, square.say("officer", "巡查发现路灯不亮"), category="0407")
    assert (case.reporter_id, case.channel) == (None, Channel.OFFICER_CAPTURE)


def test_residents_make_no_cases_of_each_others_words(square: Square) -> None:
    said = square.say("resident", "停水")
    with pytest.raises(NotAllowed):
        make(square, said, who="neighbour")
    with pytest.raises(NotThere):
        make(square, said, who="officer_next_door")
    assert Case.objects.count() == 0


def test_recalled_words_and_cards_make_no_case(square: Square) -> None:
    said = square.say("resident", "停水")
    make(square, said)
    card = Message.objects.get(kind=MessageKind.CARD)
    with pytest.raises(Refused, match="卡片"):
        make(square, card)
    actions.recall_message(viewer=square.town.viewer("resident"), message_id=said.pk, now=NOON)
    with pytest.raises(Conflict, match="撤回"):
        make(square, said)


def test_unlinked_words_wait_again_and_the_card_goes_with_the_last(square: Square) -> None:
    said = square.say("resident", "停水了")
    case = make(square, said)
    officer = square.town.viewer("officer")
    actions.unlink(viewer=officer, message_ids=[said.pk], case_id=case.pk, now=NOON)
    assert square.anew(said).message_class == MessageClass.UNANSWERED
    assert CaseCard.objects.count() == 0
    assert talk_of(square) == ["停水了", ""]
    with pytest.raises(Conflict, match="没有关联"):
        actions.unlink(viewer=officer, message_ids=[said.pk], case_id=case.pk, now=NOON)


def test_who_said_unlinked_words_is_owed_the_answer_no_longer(square: Square) -> None:
    case = make(square, square.say("resident", "停水了"))
    words, more = square.say("neighbour", "还没来水"), square.say("neighbour", "水压也低")
    officer, neighbour = square.town.viewer("officer"), square.town.persons["neighbour"]
    actions.link_to_case(viewer=officer, message_ids=[words.pk, more.pk], case_id=case.pk, now=NOON)
    actions.unlink(viewer=officer, message_ids=[words.pk], case_id=case.pk, now=NOON)
    assert Party.objects.filter(case=case, person=neighbour).exists()
    actions.unlink(viewer=officer, message_ids=[more.pk], case_id=case.pk, now=NOON)
    assert not Party.objects.filter(case=case, person=neighbour).exists()
    assert ledger.history("case", case.pk)[-1].data["person_id"] == neighbour.pk


def test_who_raised_a_matter_stays_its_reporter_without_the_words(square: Square) -> None:
    said = square.say("resident", "停水了")
    case = make(square, said)
    officer, reporter = square.town.viewer("officer"), square.town.persons["resident"]
    actions.unlink(viewer=officer, message_ids=[said.pk], case_id=case.pk, now=NOON)
    assert Party.objects.get(case=case).person_id == reporter.pk


def test_who_raised_a_merged_matter_still_waits_for_its_answer_without_the_words(
    square: Square, run_jobs: RunJobs
) -> None:
    officer = square.town.viewer("officer")
    one = make(square, square.say("resident", "停水了"))
    words = square.say("neighbour", "水管没水")
    two = make(square, words)
    cases.merge(case_id=two.pk, into_id=one.pk, viewer=officer, now=NOON)
    run_jobs()
    actions.unlink(viewer=officer, message_ids=[words.pk], case_id=one.pk, now=NOON)
    assert Party.objects.filter(case=one, person=square.town.persons["neighbour"]).exists()


def test_who_was_told_already_is_not_forgotten_by_unlinking(square: Square) -> None:
    words = square.say("neighbour", "还没来水")
    case = make(square, square.say("resident", "停水了"), words)
    officer = square.town.viewer("officer")
    answer(square, case)
    actions.unlink(viewer=officer, message_ids=[words.pk], case_id=case.pk, now=NOON)
    assert Party.objects.filter(case=case, person=square.town.persons["neighbour"]).exists()


def test_public_steps_stand_under_the_card_and_the_card_shows_the_state(
    square: Square, run_jobs: RunJobs
) -> None:
    case = make(square, square.say("resident", "停水了"))
    officer = square.town.viewer("officer")
    cases.accept(case_id=case.pk, viewer=officer, now=NOON)
    cases.note(case_id=case.pk, viewer=officer, now=NOON, text="已联系水司", is_public=True)
    cases.note(case_id=case.pk, viewer=officer, now=NOON, text="水司态度差", is_public=False)
    run_jobs()
    card = Message.objects.get(kind=MessageKind.CARD)
    steps = Message.objects.filter(kind=MessageKind.NOTICE, reply_to_id=card.pk)
    assert [step.text for step in steps][-1] == "已联系水司"
    assert not any("态度" in text for text in talk_of(square))
    assert card.data["state"] == "in_progress"


def test_the_answer_stands_under_the_words_and_is_said_once(
    square: Square, run_jobs: RunJobs
) -> None:
    first, second = square.say("resident", "停水了"), square.say("neighbour", "我家也停了")
    case = make(square, first, second)
    answer(square, case)
    run_jobs()
    told = Entry.objects.get(kind="case.told")
    reactions.deliver_answer(told.pk)
    said = [m for m in Message.objects.all() if m.data.get("is_answer")]
    assert [(m.text, m.reply_to_id) for m in said] == [("阀门已打开，来水了。", first.pk)]
    assert said[0].author_post_id == square.town.posts["officer"].pk
    assert talk_of(square).count("阀门已打开，来水了。") == 1
    assert Message.objects.get(kind=MessageKind.CARD).data["state"] == "awaiting_rating"


def test_the_answer_reaches_every_group_with_words_of_the_case(
    square: Square, next_door: Group, run_jobs: RunJobs
) -> None:
    town = square.town
    case = make(square, square.say("resident", "停水了"))
    there = square.say("resident_next_door", "我们这边也停水", group=next_door)
    actions.add_post(
        viewer=town.viewer("officer_next_door"),
        group_id=next_door.pk,
        post_id=town.posts["secretary"].pk,
        now=NOON,
    )
    actions.link_to_case(
        viewer=town.viewer("secretary"), message_ids=[there.pk], case_id=case.pk, now=NOON
    )
    answer(square, case)
    run_jobs()
    assert "阀门已打开，来水了。" in talk_of(square)
    assert "阀门已打开，来水了。" in talk_of(square, "resident_next_door", next_door)


def test_a_private_answer_goes_to_the_private_talk_and_the_group_hears_only_that(
    square: Square, run_jobs: RunJobs
) -> None:
    case = make(square, square.say("resident", "停水了"))
    answer(square, case, TellChannel.PRIVATE_MESSAGE)
    run_jobs()
    assert not any("来水" in text for text in talk_of(square))
    assert any("已答复诉求人" in text for text in talk_of(square))
    talk = Group.objects.get(kind="private_talk")
    assert talk.talk_person_id == square.town.persons["resident"].pk
    assert any("来水" in text for text in talk_of(square, "resident", talk))


def test_an_answer_by_phone_is_mentioned_but_not_repeated(
    square: Square, run_jobs: RunJobs
) -> None:
    case = make(square, square.say("resident", "停水了"))
    answer(square, case, TellChannel.PHONE)
    run_jobs()
    assert any("电话" in text for text in talk_of(square))
    assert not any("来水" in text for text in talk_of(square))


def test_a_restricted_case_never_shows_in_a_group(square: Square, run_jobs: RunJobs) -> None:
    said = square.say("resident", "有人上门推销假药")
    case = make(square, said, category=FRAUD)
    assert case.is_restricted
    run_jobs()
    assert talk_of(square) == ["有人上门推销假药"]
    assert square.anew(said).message_class == MessageClass.CASE


def test_the_reporters_reply_to_a_question_goes_on_to_the_case(
    square: Square, run_jobs: RunJobs
) -> None:
    case = make(square, square.say("resident", "停水了"))
    officer = square.town.viewer("officer")
    cases.accept(case_id=case.pk, viewer=officer, now=NOON)
    cases.ask_reporter(case_id=case.pk, viewer=officer, now=NOON, question="是整栋楼还是一户？")
    run_jobs()
    question = Message.objects.get(data__is_question=True)
    others = square.say("neighbour", "我家有水", reply_to=question)
    assert square.anew(others).message_class == MessageClass.UNANSWERED
    reply = square.say("resident", "整栋楼", reply_to=question)
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert square.anew(reply).message_class == MessageClass.CASE
    again = square.say("resident", "还有地下室", reply_to=question)
    assert square.anew(again).message_class == MessageClass.UNANSWERED


def test_words_of_a_merged_case_hear_the_answer_of_the_case_it_went_into(
    square: Square, run_jobs: RunJobs
) -> None:
    officer = square.town.viewer("officer")
    one = make(square, square.say("resident", "停水了"))
    words = square.say("neighbour", "水管没水")
    two = make(square, words)
    cases.merge(case_id=two.pk, into_id=one.pk, viewer=officer, now=NOON)
    run_jobs()
    assert MessageCase.objects.filter(case=one, message_id=words.pk).exists()
    answer(square, one)
    run_jobs()
    assert talk_of(square).count("阀门已打开，来水了。") == 1


def test_a_merge_is_said_under_the_card_of_the_words_that_went_into_another_case(
    square: Square, run_jobs: RunJobs
) -> None:
    officer = square.town.viewer("officer")
    one = make(square, square.say("resident", "停水了"))
    two = make(square, square.say("neighbour", "水管没水"))
    card = CaseCard.objects.get(case=two)
    cases.merge(case_id=two.pk, into_id=one.pk, viewer=officer, now=NOON)
    run_jobs()
    (step,) = Message.objects.filter(kind=MessageKind.NOTICE, reply_to_id=card.message_id)
    assert step.text == f"这件事和“{one.title}”（{one.number}）一并办理，有结果后同样会告诉您。"
    assert Message.objects.get(pk=card.message_id).data["state"] == State.MERGED


def test_answered_cases_take_no_further_followers(square: Square, run_jobs: RunJobs) -> None:
    case = make(square, square.say("resident", "停水了"))
    answer(square, case)
    late = square.say("neighbour", "停水了？")
    with pytest.raises(Conflict, match="已经答复"):
        actions.link_to_case(
            viewer=square.town.viewer("officer"), message_ids=[late.pk], case_id=case.pk, now=NOON
        )
    assert square.anew(late).message_class == MessageClass.UNANSWERED


def test_in_the_groups_of_the_community_a_case_gets_the_reporters_own_grid(
    square: Square,
) -> None:
    town = square.town
    wide = actions.create_group(
        viewer=town.viewer("secretary"),
        kind="community_wide",
        name="柳堤大群",
        node_id=town.community.pk,
        now=NOON,
    )
    actions.add_member(
        viewer=town.viewer("secretary"),
        group_id=wide.pk,
        person_id=town.persons["resident_next_door"].pk,
        now=NOON,
    )
    said = square.say("resident_next_door", "8号楼停水", group=wide)
    case = make(square, said, who="secretary")
    assert case.node_id == town.grid_next_door.pk


def test_a_group_of_the_same_name_may_be_opened_elsewhere_only_by_its_own_office(
    square: Square,
) -> None:
    with pytest.raises(NotAllowed, match="建立"):
        open_resident_group(square.town, "officer", square.town.grid_next_door.pk, "越界群")


def test_who_is_told_alone_receives_the_answer_before_the_others_are(
    square: Square, run_jobs: RunJobs
) -> None:
    town = square.town
    case = make(square, square.say("resident", "停水了"), square.say("neighbour", "我家也停"))
    officer = town.viewer("officer")
    cases.accept(case_id=case.pk, viewer=officer, now=NOON)
    cases.submit_result(
        case_id=case.pk, viewer=officer, now=NOON, text="来水了", outcome=Outcome.EXPLAINED
    )
    for who in ("resident", "neighbour"):
        cases.tell(
            case_id=case.pk,
            viewer=officer,
            now=NOON,
            channel=TellChannel.PRIVATE_MESSAGE,
            person_id=town.persons[who].pk,
        )
        run_jobs()
        talk = Group.objects.get(kind="private_talk", talk_person=town.persons[who])
        assert sum("来水了" in text for text in talk_of(square, who, talk)) == 1
