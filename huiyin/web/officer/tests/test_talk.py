from huiyin.groups.models import Group, Member, Message
from huiyin.web.officer.tests.conftest import Desk


def test_my_groups_say_how_many_wait(desk: Desk) -> None:
    desk.say("resident", "楼道灯坏了")
    page = desk.get("/officer/groups/")
    assert "第一网格群" in page
    assert "1 条等回音" in page


def test_the_talk_shows_what_waits_and_what_can_be_done(desk: Desk) -> None:
    said = desk.say("resident", "楼道灯坏了")
    page = desk.get(f"/officer/groups/{desk.group.pk}/")
    assert "等回音" in page
    assert f'value="small_talk-{said.pk}"' in page
    assert f'name="m" value="{said.pk}"' in page
    assert f"/officer/groups/{desk.group.pk}/words/case/?m={said.pk}" in page


def test_reading_the_talk_moves_the_officers_pointer(desk: Desk) -> None:
    said = desk.say("resident", "楼道灯坏了")
    desk.get(f"/officer/groups/{desk.group.pk}/")
    own = Member.objects.get(group=desk.group, post=desk.town.posts["officer"])
    assert own.read_seq == said.seq


def test_a_reply_from_the_composer_answers_the_words(desk: Desk) -> None:
    said = desk.say("resident", "几点来水？")
    response = desk.post(f"/officer/groups/{desk.group.pk}/", text="三点", reply_to=said.pk)
    assert response["Location"].endswith("#m2")
    said.refresh_from_db()
    assert said.message_class == "answered_here"


def test_what_is_new_is_drawn_for_an_open_page(desk: Desk) -> None:
    desk.say("resident", "一")
    desk.say("resident", "第二句")
    part = desk.get(f"/officer/groups/{desk.group.pk}/lines/?from=2")
    assert "第二句" in part
    assert "<html" not in part


def test_nothing_to_say_is_refused_and_stays_typed(desk: Desk) -> None:
    response = desk.post(f"/officer/groups/{desk.group.pk}/", text="  ")
    assert response.status_code == 422
    assert "请写点什么" in response.content.decode()


def test_purpose_and_rules_are_pinned_and_the_code_is_shown(desk: Desk) -> None:
    address = f"/officer/groups/{desk.group.pk}/about/"
    assert str(desk.group.join_code) in desk.get(address)
    assert (
        desk.post(address, purpose="说事、办事、等回音", rules_text="不发广告").status_code == 302
    )
    assert "说事、办事、等回音" in desk.get(f"/officer/groups/{desk.group.pk}/")


def _neighbour(desk: Desk) -> Member:
    return Member.objects.get(group=desk.group, person=desk.town.persons["neighbour"])


def test_a_member_is_muted_with_a_reason_and_heard_again(desk: Desk) -> None:
    address = f"/officer/groups/{desk.group.pk}/members/{_neighbour(desk).pk}/"
    assert desk.post(address, do="mute_day", reason="").status_code == 422
    assert desk.post(address, do="mute_day", reason="连发广告").status_code == 302
    assert _neighbour(desk).muted_until is not None
    assert desk.post(address, do="unmute", reason="已提醒").status_code == 302
    assert _neighbour(desk).muted_until is None


def test_a_member_is_asked_to_leave_with_a_reason(desk: Desk) -> None:
    address = f"/officer/groups/{desk.group.pk}/members/{_neighbour(desk).pk}/"
    assert desk.post(address, do="remove", reason="多次辱骂邻居").status_code == 302
    assert _neighbour(desk).left_at is not None


def test_the_officer_writes_to_a_member_alone(desk: Desk) -> None:
    address = f"/officer/groups/{desk.group.pk}/members/{_neighbour(desk).pk}/"
    response = desk.post(address, talk="1")
    talk = Group.objects.get(talk_person=desk.town.persons["neighbour"])
    assert response["Location"] == f"/officer/groups/{talk.pk}/"
    assert "测试neighbour" in desk.get("/officer/talk/")


def test_the_members_page_names_homes_and_offices(desk: Desk) -> None:
    page = desk.get(f"/officer/groups/{desk.group.pk}/members/")
    assert "3号楼2单元502" in page
    assert "居民 2 位" in page


def test_a_supervisor_reads_without_a_voice(desk: Desk) -> None:
    desk.say("resident", "楼道灯坏了")
    assert "不在群里发言" in desk.get(f"/officer/groups/{desk.group.pk}/", who="secretary")
    assert Message.objects.count() == 1
