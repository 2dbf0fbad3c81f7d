"""Coming in and going, by whom and with what."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger.models import Entry
from huiyin.groups import actions, queries
from huiyin.groups.models import Group, Member
from huiyin.groups.tests.conftest import Square
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused
from huiyin.people.models import Person
from huiyin.people.queries import viewer_of
from huiyin.people.rules import Viewer
from huiyin.territory.models import Building, Dwelling, Node


def home(town: Town, grid: Node, name: str = "7号楼") -> Dwelling:
    building = Building.objects.create(community=town.community, grid=grid, name=name)
    return Dwelling.objects.create(building=building, unit="1", room="302", is_occupied=True)


def test_a_newcomer_joins_with_name_and_home_and_is_called_by_the_home(square: Square) -> None:
    dwelling = home(square.town, square.town.grid)
    member = actions.join_group(
        join_code=square.group.join_code or "", name="李红", dwelling_id=dwelling.pk, now=NOON
    )
    assert member.label == "7号楼1单元302"
    assert member.person is not None
    assert member.person.name == "李红"
    assert square.group.pk in [line.group.pk for line in queries.groups_of(_viewer(member))]


def _viewer(member: Member) -> Viewer:
    assert member.person_id is not None
    return viewer_of(member.person_id, at=NOON)


def test_what_was_said_before_is_not_unread_to_a_newcomer(square: Square) -> None:
    square.say("resident", "停水了")
    dwelling = home(square.town, square.town.grid)
    member = actions.join_group(
        join_code=square.group.join_code or "", name="李红", dwelling_id=dwelling.pk, now=NOON
    )
    assert member.read_seq == 1


def test_joining_again_gives_the_same_member(square: Square) -> None:
    me = square.town.viewer("resident")
    code = square.group.join_code or ""
    first = actions.join_group(viewer=me, join_code=code, now=NOON)
    assert actions.join_group(viewer=me, join_code=f" {code.upper()} ", now=NOON).pk == first.pk


def test_a_home_in_another_grid_is_refused_with_its_name(square: Square) -> None:
    dwelling = home(square.town, square.town.grid_next_door)
    with pytest.raises(Refused, match="第二网格"):
        actions.join_group(
            join_code=square.group.join_code or "", name="李红", dwelling_id=dwelling.pk, now=NOON
        )
    assert not Person.objects.filter(name="李红").exists()


@pytest.mark.parametrize(
    ("name", "has_home", "sentence"), [("", True, "姓名"), ("李红", False, "房号")]
)
def test_name_and_home_are_needed(square: Square, name: str, has_home: bool, sentence: str) -> None:
    dwelling_id = home(square.town, square.town.grid).pk if has_home else None
    with pytest.raises(Refused, match=sentence):
        actions.join_group(
            join_code=square.group.join_code or "", name=name, dwelling_id=dwelling_id, now=NOON
        )


@pytest.mark.parametrize("code", ["", "nothere", "'; drop table"])
def test_an_unknown_code_opens_nothing(square: Square, code: str) -> None:
    with pytest.raises(NotThere, match="入群码"):
        actions.join_group(join_code=code, name="李红", now=NOON)


def test_who_lives_elsewhere_is_not_brought_in(square: Square) -> None:
    with pytest.raises(Refused, match="住房"):
        actions.add_member(
            viewer=square.town.viewer("officer"),
            group_id=square.group.pk,
            person_id=square.town.persons["resident_next_door"].pk,
            now=NOON,
        )


def test_residents_are_never_in_a_group_of_staff(square: Square) -> None:
    town = square.town
    liaison = actions.create_group(
        viewer=town.viewer("secretary"),
        kind="liaison",
        name="工作联络群",
        node_id=town.community.pk,
        now=NOON,
    )
    with pytest.raises(Refused, match="居民不能加入"):
        actions.add_member(
            viewer=town.viewer("secretary"),
            group_id=liaison.pk,
            person_id=town.persons["resident"].pk,
            now=NOON,
        )
    actions.add_post(
        viewer=town.viewer("secretary"),
        group_id=liaison.pk,
        post_id=town.posts["officer"].pk,
        now=NOON,
    )
    assert square.say("officer", "收到", group=liaison).message_class is None
    with pytest.raises(NotThere):
        queries.messages(town.viewer("county"), liaison.pk)


def test_a_removed_member_receives_nothing_more(square: Square) -> None:
    town = square.town
    member = Member.objects.get(person=town.persons["resident"])
    officer = town.viewer("officer")
    with pytest.raises(Refused, match="原因"):
        actions.remove_member(viewer=officer, member_id=member.pk, reason=" ", now=NOON)
    actions.remove_member(viewer=officer, member_id=member.pk, reason="辱骂邻居", now=NOON)
    entry = Entry.objects.get(kind="group.removed")
    assert entry.topics == [f"revoke:{member.person_id}:group:{square.group.pk}"]
    with pytest.raises(NotThere):
        queries.messages(town.viewer("resident"), square.group.pk)
    with pytest.raises(NotAllowed, match="请出"):
        actions.join_group(
            viewer=town.viewer("resident"), join_code=square.group.join_code or "", now=NOON
        )


def test_who_left_may_come_back(square: Square) -> None:
    me = square.town.viewer("resident")
    actions.leave_group(viewer=me, group_id=square.group.pk, now=NOON)
    with pytest.raises(NotThere):
        square.say("resident", "再见")
    actions.join_group(viewer=me, join_code=square.group.join_code or "", now=NOON)
    assert square.say("resident", "我回来了").seq == 1


def test_the_owner_stays(square: Square) -> None:
    own = Member.objects.get(group=square.group, post=square.town.posts["officer"])
    with pytest.raises(Conflict, match="负责岗位"):
        actions.remove_member(
            viewer=square.town.viewer("officer"), member_id=own.pk, reason="换人", now=NOON
        )


@pytest.mark.parametrize("who", ["neighbour", "secretary"])
def test_only_the_office_of_the_group_administers(square: Square, who: str) -> None:
    viewer = square.town.viewer(who)
    member = Member.objects.get(person=square.town.persons["resident"])
    until = NOON + timedelta(hours=1)
    with pytest.raises(NotAllowed):
        actions.remove_member(viewer=viewer, member_id=member.pk, reason="吵", now=NOON)
    with pytest.raises(NotAllowed):
        actions.mute_member(viewer=viewer, member_id=member.pk, until=until, reason="吵", now=NOON)
    with pytest.raises(NotAllowed):
        actions.pin(viewer=viewer, group_id=square.group.pk, purpose="", rules_text="", now=NOON)
    with pytest.raises(NotAllowed):
        actions.close_group(viewer=viewer, group_id=square.group.pk, reason="吵", now=NOON)


def test_the_area_cadre_stands_in_for_the_officer(square: Square) -> None:
    cadre = square.town.viewer("cadre")
    group = actions.pin(
        viewer=cadre, group_id=square.group.pk, purpose="有事请说", rules_text="不发广告", now=NOON
    )
    assert group.purpose == "有事请说"
    assert square.say("cadre", "今天我值班").author_label.startswith("片区干部")


def test_a_silence_needs_an_end_that_is_to_come_and_can_be_ended_early(square: Square) -> None:
    officer = square.town.viewer("officer")
    member = Member.objects.get(person=square.town.persons["resident"])
    with pytest.raises(Refused, match="晚于现在"):
        actions.mute_member(viewer=officer, member_id=member.pk, until=NOON, reason="吵", now=NOON)
    until = NOON + timedelta(days=1)
    actions.mute_member(viewer=officer, member_id=member.pk, until=until, reason="吵", now=NOON)
    actions.unmute_member(viewer=officer, member_id=member.pk, reason="已道歉", now=NOON)
    assert square.say("resident", "对不起大家").seq == 1


def test_members_are_listed_offices_first_and_without_full_names(square: Square) -> None:
    lines = queries.members(square.town.viewer("neighbour"), square.group.pk)
    assert [line.name for line in lines] == ["网格员", "3号楼2单元501", "3号楼2单元502"]


def test_the_database_holds_one_row_for_a_member(square: Square) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(
            group=square.group, person=square.town.persons["resident"], joined_at=NOON
        )


def test_the_database_holds_one_talk_for_a_resident_and_a_post(square: Square) -> None:
    town = square.town
    talk = actions.private_talk(
        viewer=town.viewer("resident"), post_id=town.posts["officer"].pk, now=NOON
    )
    talk.pk, talk.key = talk.pk + 1, None
    with pytest.raises(IntegrityError), transaction.atomic():
        talk.save(force_insert=True)


def test_the_public_page_names_the_officer_and_both_phones(square: Square) -> None:
    town = square.town
    Node.objects.filter(pk=town.community.pk).update(supervision_phone="0543-0001")
    page = queries.public_officer(town.grid.code, at=NOON)
    assert (page.title, page.name) == ("网格员", "测试officer")
    assert page.supervision_phone == "0543-0001"
    assert [group.pk for group in page.groups] == [square.group.pk]
    with pytest.raises(NotThere):
        queries.public_officer("379901001201Z099", at=NOON)


def test_groups_that_ended_are_no_longer_joined(square: Square) -> None:
    code = square.group.join_code or ""
    Group.objects.update(is_active=False)
    with pytest.raises(NotThere):
        queries.group_by_code(code)
