from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from huiyin.cases import actions
from huiyin.cases.actions import clock
from huiyin.cases.models import Case, Notice
from huiyin.cases.queries import access, detail, lists
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import Channel, Outcome, State, TellChannel
from huiyin.conftest import NOON, Town
from huiyin.escalation.rules import Rung, Urgency
from huiyin.ground.ledger import queries as ledger
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused, TooMany
from huiyin.lib.times import ZONE, local


def opened(town: Town, *, category: str = "0401", now: datetime = NOON, **more: object) -> Case:
    by = town.viewer("resident")
    arguments: dict[str, object] = {
        "text": "三号楼今天早上起没有水了。",
        "category": category,
        "node_id": town.grid.pk,
        "channel": Channel.GROUP,
        "reporter_id": by.person_id,
    }
    return actions.open_case(viewer=by, now=now, **(arguments | more))  # type: ignore[arg-type]


def kinds(case: Case) -> list[str]:
    return [entry.kind.removeprefix("case.") for entry in ledger.history("case", case.pk)]


def test_a_matter_is_opened_with_the_officer_of_the_grid(town: Town) -> None:
    case = opened(town)
    assert case.holder_id == town.posts["officer"].pk
    assert (case.rung, case.state) == (Rung.OFFICER, State.PENDING)
    assert case.number == "01001201-2026-00001"
    assert case.due_at == NOON + timedelta(minutes=30)
    assert kinds(case) == ["opened"]
    assert Notice.objects.filter(case=case, post=town.posts["officer"]).count() == 1


def test_a_matter_is_answered_told_and_closed_when_the_reporter_says_so(town: Town) -> None:
    case = opened(town, category="0101")
    officer = town.viewer("officer")
    case = actions.accept(case_id=case.pk, viewer=officer, now=NOON + timedelta(minutes=5))
    case = actions.answer_now(
        case_id=case.pk,
        viewer=officer,
        now=NOON + timedelta(minutes=10),
        text="带身份证和租房合同到社区大厅即可办理。",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.GROUP_REPLY,
    )
    assert case.state == State.AWAITING_RATING
    assert case.told_at == NOON + timedelta(minutes=10)
    case = actions.rate(
        case_id=case.pk,
        viewer=town.viewer("resident"),
        now=NOON + timedelta(hours=1),
        solved=True,
        stars=3,
    )
    assert (case.state, case.is_solved) == (State.CLOSED, True)
    assert kinds(case) == ["opened", "accepted", "told", "rated"]


def test_an_unaccepted_case_climbs_by_itself_and_everybody_in_the_chain_hears_once(
    town: Town,
) -> None:
    case = opened(town)
    late = NOON + timedelta(minutes=31)
    assert clock.run_due(now=late) >= 1
    assert clock.run_due(now=late) == 0
    case = Case.objects.get(pk=case.pk)
    assert (case.rung, case.holder_id) == (Rung.AREA_CADRE, town.posts["cadre"].pk)
    moved = [e for e in ledger.history("case", case.pk) if e.kind == "case.moved_up"]
    assert len(moved) == 1
    told = Notice.objects.filter(entry_id=moved[0].pk)
    assert {n.post_id for n in told if n.post_id} == {
        town.posts["officer"].pk,
        town.posts["cadre"].pk,
    }
    assert [n.person_id for n in told if n.person_id] == [town.persons["resident"].pk]


def test_an_unattended_case_climbs_to_the_county_and_is_recalled_every_day(town: Town) -> None:
    case = opened(town)
    now = NOON
    for _ in range(60):
        now += timedelta(hours=12)
        clock.run_due(now=now)
    case = Case.objects.get(pk=case.pk)
    assert case.rung == Rung.COUNTY_COMMAND
    assert case.overdue_since is not None
    assert kinds(case).count("overdue") > 10


def test_two_working_days_at_the_street_jump_the_spring_festival(town: Town) -> None:
    friday = datetime(2026, 2, 13, 10, 0, tzinfo=ZONE)
    case = opened(town, category="0507", now=friday)
    for who in ("officer", "cadre", "secretary"):
        case = Case.objects.get(pk=case.pk)
        if case.rung < Rung.STREET_GRID_CENTRE and town.viewer(who).acts_for(case.holder_id):
            case = actions.hand_up(
                case_id=case.pk, viewer=town.viewer(who), now=friday, reason="需要执法。"
            )
    assert case.rung == Rung.STREET_GRID_CENTRE
    assert case.handle_due_at is not None
    assert local(case.handle_due_at) == datetime(2026, 2, 25, 0, 0, tzinfo=ZONE)


def test_the_officer_next_door_does_not_find_it(town: Town) -> None:
    case = opened(town)
    for key in ("officer_next_door", "stranger", "neighbour", "lawyer", "secretary_next_door"):
        with pytest.raises(NotThere):
            access.access_case(town.viewer(key), case.pk)
        with pytest.raises(NotThere):
            actions.accept(case_id=case.pk, viewer=town.viewer(key), now=NOON)


def test_the_resident_may_not_accept_their_own_matter(town: Town) -> None:
    case = opened(town)
    with pytest.raises(NotAllowed):
        actions.accept(case_id=case.pk, viewer=town.viewer("resident"), now=NOON)


def test_a_repeat_with_the_same_key_changes_nothing(town: Town) -> None:
    key = uuid4()
    case = opened(town, client_key=key)
    assert opened(town, client_key=key).pk == case.pk
    again = uuid4()
    for _ in range(2):
        case = actions.accept(
            case_id=case.pk, viewer=town.viewer("officer"), now=NOON, client_key=again
        )
    assert kinds(case) == ["opened", "accepted"]


def test_the_key_of_one_case_does_nothing_to_another(town: Town) -> None:
    first, other, key = opened(town), opened(town), uuid4()
    officer = town.viewer("officer")
    actions.accept(case_id=first.pk, viewer=officer, now=NOON, client_key=key)
    with pytest.raises(Conflict):
        actions.accept(case_id=other.pk, viewer=officer, now=NOON, client_key=key)
    assert kinds(other) == ["opened"]


def test_a_stale_version_is_refused(town: Town) -> None:
    case = opened(town)
    officer = town.viewer("officer")
    actions.accept(case_id=case.pk, viewer=officer, now=NOON, version=case.version)
    with pytest.raises(Conflict):
        actions.note(
            case_id=case.pk, viewer=officer, now=NOON, version=case.version, text="已到现场。"
        )


def test_not_solved_opens_it_again_one_rung_higher(town: Town) -> None:
    case = told(town, opened(town, category="0101"))
    case = actions.rate(
        case_id=case.pk,
        viewer=town.viewer("resident"),
        now=NOON + timedelta(hours=2),
        solved=False,
        text="还是没水。",
    )
    assert (case.state, case.rung, case.reopened_count) == (State.PENDING, Rung.AREA_CADRE, 1)
    assert case.told_at is None
    assert not case.parties.filter(told_at__isnull=False).exists()


def told(town: Town, case: Case, *, now: datetime = NOON) -> Case:
    return actions.answer_now(
        case_id=case.pk,
        viewer=town.viewer("officer"),
        now=now,
        text="已经答复。",
        outcome=Outcome.EXPLAINED,
        channel=TellChannel.GROUP_REPLY,
    )


def test_a_result_above_the_officer_is_checked_by_another_person_before_it_is_told(
    town: Town,
) -> None:
    case = opened(town, category="0201")
    case = actions.hand_up(
        case_id=case.pk, viewer=town.viewer("officer"), now=NOON, reason="需要协调。"
    )
    cadre = town.viewer("cadre")
    actions.accept(case_id=case.pk, viewer=cadre, now=NOON)
    case = actions.submit_result(
        case_id=case.pk,
        viewer=cadre,
        now=NOON,
        text="已联系学校，可以报名。",
        outcome=Outcome.SOLVED,
    )
    assert case.state == State.AWAITING_CHECK
    with pytest.raises(NotAllowed):
        actions.check_result(case_id=case.pk, viewer=cadre, now=NOON, passed=True)
    case = actions.check_result(
        case_id=case.pk, viewer=town.viewer("secretary"), now=NOON, passed=True
    )
    assert case.state == State.AWAITING_NOTICE
    case = actions.tell(
        case_id=case.pk, viewer=cadre, now=NOON, channel=TellChannel.PHONE, proof="已电话告知。"
    )
    assert case.state == State.AWAITING_RATING


def test_a_failed_check_gives_back_the_time_that_was_left(town: Town) -> None:
    case = opened(town, category="0201")
    case = actions.hand_up(
        case_id=case.pk, viewer=town.viewer("officer"), now=NOON, reason="需要协调。"
    )
    cadre = town.viewer("cadre")
    case = actions.accept(case_id=case.pk, viewer=cadre, now=NOON)
    due = case.due_at
    assert due is not None
    actions.submit_result(
        case_id=case.pk,
        viewer=cadre,
        now=NOON + timedelta(hours=2),
        text="好了。",
        outcome=Outcome.SOLVED,
    )
    case = actions.check_result(
        case_id=case.pk,
        viewer=town.viewer("secretary"),
        now=NOON + timedelta(hours=6),
        passed=False,
        reason="没有联系学校。",
    )
    assert (case.state, case.due_at) == (State.IN_PROGRESS, due + timedelta(hours=4))


def test_a_question_to_the_reporter_stops_the_clock_until_the_reply(town: Town) -> None:
    case = opened(town)
    officer = town.viewer("officer")
    case = actions.accept(case_id=case.pk, viewer=officer, now=NOON)
    due = case.due_at
    assert due is not None
    actions.ask_reporter(
        case_id=case.pk, viewer=officer, now=NOON + timedelta(minutes=10), question="哪个单元？"
    )
    clock.run_due(now=NOON + timedelta(hours=20))
    case = actions.reply_as_reporter(
        case_id=case.pk,
        viewer=town.viewer("resident"),
        now=NOON + timedelta(hours=1, minutes=10),
        text="二单元。",
    )
    assert (case.state, case.due_at) == (State.IN_PROGRESS, due + timedelta(hours=1))


def test_a_silent_reporter_is_reminded_once_and_the_work_goes_on_after_three_days(
    town: Town,
) -> None:
    case = opened(town)
    officer = town.viewer("officer")
    actions.accept(case_id=case.pk, viewer=officer, now=NOON)
    actions.ask_reporter(case_id=case.pk, viewer=officer, now=NOON, question="哪个单元？")
    for hours in range(1, 73):
        clock.run_due(now=NOON + timedelta(hours=hours))
    case = Case.objects.get(pk=case.pk)
    assert kinds(case).count("reminded") == 1
    assert "resumed" in kinds(case)


def test_an_extension_is_granted_by_the_rung_above_and_the_first_date_is_kept(town: Town) -> None:
    case = opened(town)
    officer, cadre = town.viewer("officer"), town.viewer("cadre")
    case = actions.accept(case_id=case.pk, viewer=officer, now=NOON)
    first, until = case.due_at, NOON + timedelta(days=2)
    actions.ask_extension(case_id=case.pk, viewer=officer, now=NOON, until=until, reason="等配件。")
    with pytest.raises(NotAllowed):
        actions.decide_extension(case_id=case.pk, viewer=officer, now=NOON, approve=True)
    case = actions.decide_extension(case_id=case.pk, viewer=cadre, now=NOON, approve=True)
    running = case.steps.get(ended_at=None)
    assert (case.due_at, running.due_at, running.first_due_at) == (until, until, first)


def test_declining_is_decided_by_the_secretary_and_ends_only_when_told(town: Town) -> None:
    case = opened(town)
    officer = town.viewer("officer")
    case = actions.ask_decline(
        case_id=case.pk,
        viewer=officer,
        now=NOON,
        reason="已由法院受理。",
        right_place="县人民法院立案大厅",
    )
    case = actions.decide_decline(
        case_id=case.pk, viewer=town.viewer("secretary"), now=NOON, approve=True
    )
    assert case.state == State.AWAITING_NOTICE
    case = actions.tell(
        case_id=case.pk, viewer=officer, now=NOON, channel=TellChannel.PRIVATE_MESSAGE
    )
    assert (case.state, case.outcome) == (State.DECLINED, Outcome.REFERRED)


def test_merged_reporters_are_told_now_and_again_with_the_result(town: Town) -> None:
    first = opened(town, category="0101")
    neighbour = town.viewer("neighbour")
    second = actions.open_case(
        viewer=neighbour,
        now=NOON,
        text="我家也没水。",
        category="0101",
        node_id=town.grid.pk,
        channel=Channel.GROUP,
        reporter_id=neighbour.person_id,
    )
    second = actions.merge(
        case_id=second.pk, into_id=first.pk, viewer=town.viewer("officer"), now=NOON
    )
    assert (second.state, second.merged_into_id) == (State.MERGED, first.pk)
    case = told(town, first)
    notices = Notice.objects.filter(person=town.persons["neighbour"], case=case, kind="told")
    assert notices.count() == 1


def test_urging_is_heard_once_a_day_by_the_holder_and_the_rung_above(town: Town) -> None:
    case = opened(town)
    resident = town.viewer("resident")
    case = actions.urge(case_id=case.pk, viewer=resident, now=NOON)
    posts = set(Notice.objects.filter(case=case, kind="urged").values_list("post__key", flat=True))
    assert posts == {"officer", "cadre"}
    with pytest.raises(TooMany):
        actions.urge(case_id=case.pk, viewer=resident, now=NOON + timedelta(hours=1))


def test_the_second_refusal_lets_the_street_centre_decide(town: Town) -> None:
    case = opened(town)
    case = actions.hand_up(
        case_id=case.pk, viewer=town.viewer("officer"), now=NOON, reason="超出权限。"
    )
    case = actions.send_back(
        case_id=case.pk, viewer=town.viewer("cadre"), now=NOON, reason="应由网格员办理。"
    )
    assert case.holder_id == town.posts["officer"].pk
    due = case.due_at
    case = actions.hand_up(
        case_id=case.pk, viewer=town.viewer("officer"), now=NOON, reason="超出权限。"
    )
    case = actions.send_back(
        case_id=case.pk, viewer=town.viewer("cadre"), now=NOON, reason="不是我的事。"
    )
    assert (case.holder_id, case.must_take) == (town.posts["street"].pk, True)
    assert due is not None
    case = actions.assign(
        case_id=case.pk,
        viewer=town.viewer("street"),
        now=NOON,
        to_post_id=town.posts["cadre"].pk,
        reason="由你办理。",
    )
    with pytest.raises(NotAllowed):
        actions.send_back(
            case_id=case.pk, viewer=town.viewer("cadre"), now=NOON, reason="还是不要。"
        )


def test_a_restricted_case_is_seen_by_its_holder_and_from_the_secretary_upwards(town: Town) -> None:
    case = opened(town, category="1002")
    assert case.is_restricted
    holder = Case.objects.get(pk=case.pk).holder.key
    seen = {
        key for key in town.persons if access.visible(town.viewer(key)).filter(pk=case.pk).exists()
    }
    assert "cadre" not in seen or holder == "cadre"
    assert {"secretary", "street", "county", "resident"} <= seen


def test_list_detail_and_counts_say_the_same(town: Town) -> None:
    case = opened(town)
    for key in town.persons:
        viewer = town.viewer(key)
        page = lists.work_list(viewer, lists.CaseFilters(), now=NOON)
        found = sum(lists.counts(viewer, lists.CaseFilters(), now=NOON).values())
        assert len(page.lines) == found
        try:
            detail.detail(viewer, case.pk, now=NOON)
        except NotThere:
            assert found == 0
        else:
            assert found == 1


def test_an_emergency_is_told_to_all_rungs_at_once(town: Town) -> None:
    case = opened(town, category="1105")
    assert case.urgency == Urgency.EMERGENCY
    assert case.due_at == NOON + timedelta(minutes=5)
    posts = set(
        Notice.objects.filter(case=case, post__isnull=False).values_list("post__key", flat=True)
    )
    assert posts == {"officer", "cadre", "secretary", "street", "county"}


def test_silence_for_seven_days_after_the_answer_closes_the_case(town: Town) -> None:
    case = told(town, opened(town, category="0101"))
    clock.run_due(now=NOON + timedelta(days=6, hours=23))
    assert Case.objects.get(pk=case.pk).state == State.AWAITING_RATING
    clock.run_due(now=NOON + timedelta(days=7))
    assert Case.objects.get(pk=case.pk).state == State.CLOSED


def test_the_holder_is_offered_what_the_holder_may_do(town: Town) -> None:
    case = opened(town)
    offered = access.operations(case, town.viewer("officer"), now=NOON)
    assert Operation.ACCEPT in offered
    assert Operation.CHECK_RESULT not in offered
    assert access.operations(case, town.viewer("resident"), now=NOON) == [
        Operation.URGE,
        Operation.WITHDRAW,
    ]


def test_an_ended_case_is_offered_again_only_while_it_would_be_opened(town: Town) -> None:
    case = told(town, opened(town, category="0101"))
    case = actions.rate(case_id=case.pk, viewer=town.viewer("resident"), now=NOON, solved=True)
    last = NOON + timedelta(days=15)
    for who in ("resident", "cadre"):
        viewer = town.viewer(who)
        assert Operation.REOPEN in access.operations(case, viewer, now=last)
        late = last + timedelta(seconds=1)
        assert Operation.REOPEN not in access.operations(case, viewer, now=late)
        assert Operation.REOPEN not in detail.detail(viewer, case.pk, now=late).operations
        with pytest.raises(Conflict, match="办结已超过 15 天"):
            actions.reopen(case_id=case.pk, viewer=viewer, now=late, reason="又坏了。")


@pytest.mark.parametrize("text", ["", "   ", "\x00", "字" * 5001])
def test_words_that_are_none_or_too_many_are_refused(town: Town, text: str) -> None:
    with pytest.raises(Refused):
        opened(town, text=text)


def test_a_private_matter_is_not_merged_with_a_public_one(town: Town) -> None:
    public, private = opened(town), opened(town, channel=Channel.PRIVATE)
    officer = town.viewer("officer")
    for one, other in ((public, private), (private, public)):
        with pytest.raises(Refused, match="私下"):
            actions.merge(case_id=one.pk, into_id=other.pk, viewer=officer, now=NOON)


def test_an_unknown_reporter_or_half_a_position_is_refused_in_words(town: Town) -> None:
    by = town.viewer("officer")
    with pytest.raises(NotThere):
        actions.open_case(
            viewer=by,
            now=NOON,
            text="没有水。",
            category="0401",
            node_id=town.grid.pk,
            channel=Channel.PHONE,
            reporter_id=1,
        )
    with pytest.raises(Refused, match="经度和纬度"):
        opened(town, lat=37.1)


def test_whoever_asked_to_stay_anonymous_has_no_name_for_staff(town: Town) -> None:
    named, unnamed = opened(town), opened(town, is_anonymous=True)
    (party,) = detail.detail(town.viewer("officer"), named.pk, now=NOON).parties
    assert party.shown_name == town.persons["resident"].name
    (party,) = detail.detail(town.viewer("officer"), unnamed.pk, now=NOON).parties
    assert party.shown_name == "匿名居民"
