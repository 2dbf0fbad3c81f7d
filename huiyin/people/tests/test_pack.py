from datetime import UTC, datetime
from pathlib import Path

import pytest

from huiyin.ground.packs.actions import PackReport, load_pack
from huiyin.people import queries
from huiyin.people.models import Account, Incumbency, Person, Post
from huiyin.people.rules import Role
from huiyin.people.rules.synthetic import household_sizes, synthetic_birthday, synthetic_name
from huiyin.territory import queries as territory
from huiyin.territory.tests.test_pack import HOMES, NODES

NOW = datetime(2026, 9, 14, tzinfo=UTC)
PEOPLE = """since: 2026-01-01
persons:
  - {key: wu, name: 吴海英, born: 1980, phone: "140 0000 0001"}
  - {key: xu, name: 许文静}
residents:
  - {key: wang, name: 王桂兰, elder: true, household: {compound: garden, building: 1号楼, unit: "2", room: "101"}}
  - {key: niu, name: 牛长根, household: {community: "371625003201", road: 桥头路, number: "2"}}
posts:
  - {key: officer, role: officer, node: "371625003201Z001", title: 网格员, call_name: 网格员, holders: [wu]}
  - {key: cadre, role: area_cadre, node: "371625003201", areas: ["371625003201Z001"], holders: [xu]}
generate_residents:
  - {area: "371625003201", people: 30}
"""
HEAD = "key: t\nname: n\nis_synthetic: true\nsections:\n  territory: [t.yaml]\n  people: [p.yaml]\n"


def load(folder: Path, people: str, *, head: str = HEAD) -> PackReport:
    (folder / "pack.yaml").write_text(head)
    (folder / "t.yaml").write_text(NODES + HOMES.replace("occupied: 7", "occupied: 12"))
    (folder / "p.yaml").write_text(people)
    return load_pack(folder, now=NOW)


@pytest.mark.django_db
def test_staff_residents_and_neighbours_are_written(tmp_path: Path) -> None:
    report = load(tmp_path, PEOPLE)
    assert report.is_written, report.errors
    grid = territory.node_by_code("371625003201Z001")
    officer = queries.responsible_post(role=Role.OFFICER, node_id=grid.pk)
    assert officer is not None
    wu = queries.staff_person(officer.id, datetime(2026, 1, 2, tzinfo=UTC))
    assert wu == queries.person_by_key("wu") == queries.persons_by_phone("14000000001")[0]
    assert queries.living_count(grid, at=NOW) == 30
    assert queries.households_in(grid.pk).count() == 15
    assert not Person.objects.filter(is_synthetic=False).exists()


@pytest.mark.django_db
def test_staff_and_named_residents_have_accounts_without_a_password(tmp_path: Path) -> None:
    load(tmp_path, PEOPLE)
    accounts = {account.username: account for account in Account.objects.all()}
    assert set(accounts) == {"wu", "xu", "wang", "niu"}
    assert not any(account.has_usable_password() for account in accounts.values())


@pytest.mark.django_db
def test_a_named_resident_lives_at_the_written_door(tmp_path: Path) -> None:
    load(tmp_path, PEOPLE)
    wang, niu = queries.person_by_key("wang"), queries.person_by_key("niu")
    assert wang.elder_mode
    (home,) = queries.households_of(wang.pk, at=NOW)
    assert home.label == "1号楼2单元101"
    (house,) = queries.households_of(niu.pk, at=NOW)
    assert house.label == "桥头路2号"
    assert house.micro_grid is not None


@pytest.mark.django_db
def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, PEOPLE)
    people = {person.pk: person.name for person in Person.objects.all()}
    again = load(tmp_path, PEOPLE + "# a remark\n").sections["people"]
    assert (again.new, again.changed) == ([], [])
    assert {person.pk: person.name for person in Person.objects.all()} == people


@pytest.mark.django_db
def test_what_the_site_changed_since_is_left_alone(tmp_path: Path) -> None:
    load(tmp_path, PEOPLE)
    Incumbency.objects.filter(post__key="officer").update(to_at=NOW)
    Person.objects.filter(key="wang").update(elder_mode=False)
    load(tmp_path, PEOPLE + "# a remark\n")
    assert not queries.is_staffed(Post.objects.get(key="officer").pk, at=NOW)
    assert not queries.person_by_key("wang").elder_mode


@pytest.mark.django_db
def test_changed_areas_and_titles_are_reported(tmp_path: Path) -> None:
    load(tmp_path, PEOPLE)
    changed = PEOPLE.replace("title: 网格员", "title: 第一网格网格员").replace(
        'areas: ["371625003201Z001"], ', ""
    )
    report = load(tmp_path, changed).sections["people"]
    assert sorted(report.changed) == ["cadre 社区片区干部", "officer 第一网格网格员"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("{key: xu, name: 许文静}", "{key: wu, name: 许文静}", "4: “wu”已经用过。"),
        ("140 0000 0001", "140 0000", "3: 请填写 11 位手机号"),
        ("born: 1980", "born: 很早", "3: “很早”应当是整数"),
        ("role: officer", "role: king", "9: “king”不在可选范围内"),
        ("holders: [wu]", "holders: [wu, xu]", "9: 网格员岗位只能有一个人。"),
        ("holders: [wu]", "holders: [nobody]", "9: 没有“nobody”这个人。"),
        (
            'node: "371625003201Z001"',
            'node: "371625003201Z009"',
            "9: 区划或网格编码“371625003201Z009”不存在。",
        ),
        ('areas: ["371625003201Z001"]', 'areas: ["371625003"]', "10: “371625003”不在“社区”内。"),
        (
            "key: cadre, role: area_cadre",
            "key: officer, role: area_cadre",
            "10: “officer”已经用过。",
        ),
        ("building: 1号楼", "building: 9号楼", "6: 没有“garden 9号楼 2 101”这套住房。"),
        ('room: "101"', 'room: "302"', "6: “1号楼2单元302”登记为空置"),
        ('number: "2"', 'number: "9"', "7: 没有“371625003201 桥头路9号”这套住房。"),
        ('road: 桥头路, number: "2"', 'room: "2"', "7: "),
        ("people: 30", "people: 3", "12: 3 人与"),
        ("people: 30", "people: 3000", "12: 3000 人与"),
        (
            'area: "371625003201",',
            'area: "371625003299",',
            "12: 区划或网格编码“371625003299”不存在。",
        ),
        ("since: 2026-01-01", "since: 2026-13-01", "1: “2026-13-01”不是日期。"),
    ],
)
def test_a_wrong_line_is_told(tmp_path: Path, before: str, after: str, fault: str) -> None:
    assert before in PEOPLE
    report = load(tmp_path, PEOPLE.replace(before, after))
    assert any(str(error).startswith(f"p.yaml:{fault}") for error in report.errors), report.errors
    assert not Person.objects.exists()


SECOND_OFFICER = '{key: other, role: officer, node: "371625003201Z001"}'
SECOND_CADRE = '{key: other, role: area_cadre, node: "371625003201", areas: ["371625003201Z001"]}'
AUDITOR = '{key: a, role: auditor, node: "3716", holders: [wu]}'
ADMINISTRATOR = '{key: b, role: system_admin, node: "3716", holders: [wu]}'
PART_OF_IT = '{area: "371625003201Z001", people: 30}'


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("section", "line", "fault"),
    [
        ("posts", f"  - {SECOND_OFFICER}", "10: 这个地方已经有网格员岗位“other”，只能有一个。"),
        ("posts", f"  - {SECOND_CADRE}", "11: “371625003201Z001”已经由岗位“other”分管。"),
        ("posts", f"  - {AUDITOR}\n  - {ADMINISTRATOR}", "10: 三类管理员必须由不同的人担任"),
        ("generate_residents", f"  - {PART_OF_IT}", "13: “371625003201”与前面的范围重叠。"),
    ],
)
def test_what_contradicts_an_earlier_line_is_told(
    tmp_path: Path, section: str, line: str, fault: str
) -> None:
    report = load(tmp_path, PEOPLE.replace(f"{section}:\n", f"{section}:\n{line}\n"))
    assert [str(error)[: len(fault) + 7] for error in report.errors] == [f"p.yaml:{fault}"]


@pytest.mark.django_db
def test_made_up_people_need_a_pack_that_says_so(tmp_path: Path) -> None:
    report = load(tmp_path, PEOPLE, head=HEAD.replace("is_synthetic: true\n", ""))
    assert "is_synthetic" in report.errors[0].sentence


@pytest.mark.django_db
def test_people_who_live_elsewhere_are_registered_and_not_counted_as_living(
    tmp_path: Path,
) -> None:
    grid = '  - {area: "371625003201Z001", people: 12, away_households: 5}\n'
    start = PEOPLE.index("generate_residents")
    load(tmp_path, PEOPLE[:start] + "generate_residents:\n" + grid)
    node = territory.node_by_code("371625003201Z001")
    assert queries.living_count(node, at=NOW) == 2  # the named ones
    assert queries.households_in(node.pk).filter(label="在外第5户").exists()


def test_the_same_seed_makes_the_same_person() -> None:
    assert synthetic_name("a") == synthetic_name("a")
    assert synthetic_name("a", family="牛").startswith("牛")
    assert synthetic_birthday("a") == synthetic_birthday("a")
    assert len({synthetic_name(str(number)) for number in range(1000)}) > 800


def test_people_are_spread_to_the_last_one() -> None:
    homes = list(range(1, 411))
    sizes = household_sizes(homes, 1004, seed="x", at_least={7: 3})
    assert sum(sizes.values()) == 1004
    assert sizes[7] >= 3
    assert min(sizes.values()) >= 1
    assert max(sizes.values()) <= 9
    with pytest.raises(ValueError, match="do not fit"):
        household_sizes(homes, 409, seed="x", at_least={})
