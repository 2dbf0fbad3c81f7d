from datetime import date

import pytest
from django.db import connection

from huiyin.conftest import Town
from huiyin.ground.imports import queries
from huiyin.ground.imports.rules import What
from huiyin.ground.imports.tests.flow import previewed, ran, reasons, undone
from huiyin.ground.ledger.models import Entry
from huiyin.people.models import Household, HouseholdMember, Person

HOMES = [
    ["网格编码", "小区", "楼栋", "单元", "房号"],
    ["379901001201Z001", "柳堤小区", "7", "1", "101"],
    ["379901001201Z001", "柳堤小区", "7", "1", "102"],
]
HEADER = [
    "网格编码",
    "小区",
    "楼栋",
    "单元",
    "房号",
    "住址",
    "姓名",
    "手机",
    "出生日期",
    "是否居住",
    "是否户籍",
]
GRID, NEXT = "379901001201Z001", "379901001201Z002"
MOTHER = [GRID, "柳堤小区", "7", "1", "101", "", "王桂兰", "138 0000 1111", "18330", "是", "是"]
SON = [GRID, "柳堤小区", "7", "1", "101", "", "李小明", "13800002222", "1975/3/8", "否", "是"]
FLAT = [GRID, "", "7号楼", "1", "102", "", "赵大山", "", "", "", ""]
AWAY = [NEXT, "", "", "", "", "在外第3户", "孙在外", "", "1960.1.2", "", ""]
ROWS = [HEADER, MOTHER, SON, FLAT, AWAY]
pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(town: Town) -> Town:
    ran("homes", HOMES)
    return town


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def test_households_come_with_their_members(homes: Town) -> None:
    assert ran("households", ROWS).counts["new"] == 4
    mother = person("王桂兰")
    assert (mother.phone, mother.born_on) == ("13800001111", date(1950, 3, 8))
    son = HouseholdMember.objects.get(person=person("李小明"))
    assert (son.is_living_here, son.is_registered_here) == (False, True)
    home = Household.objects.get(label="7号楼1单元101")
    assert home.dwelling is not None
    assert son.household == home
    away = HouseholdMember.objects.get(person=person("孙在外"))
    assert (away.household.label, away.household.dwelling) == ("在外第3户", None)


def test_the_same_file_again_changes_nothing(homes: Town) -> None:
    ran("households", ROWS)
    before = (list(Person.objects.values()), list(HouseholdMember.objects.values()))
    counts = ran("households", ROWS).counts
    assert (counts["same"], counts.get("new"), counts.get("changed")) == (4, None, None)
    assert (list(Person.objects.values()), list(HouseholdMember.objects.values())) == before


def test_a_new_number_is_a_change_and_is_put_back(homes: Town) -> None:
    ran("households", ROWS)
    batch = ran("households", [HEADER, [*MOTHER[:7], "13900003333", *MOTHER[8:]]])
    assert batch.counts["changed"] == 1
    assert person("王桂兰").phone == "13900003333"
    undone(batch)
    assert person("王桂兰").phone == "13800001111"


def test_a_batch_is_taken_back_as_one(homes: Town) -> None:
    before = set(Person.objects.values_list("id", flat=True))
    batch = ran("households", ROWS)
    assert undone(batch).kept == 0
    assert set(Person.objects.values_list("id", flat=True)) == before
    assert not Household.objects.filter(label="7号楼1单元101").exists()


def test_somebody_of_the_same_name_and_number_is_the_same_person_in_two_homes(homes: Town) -> None:
    other = [GRID, "", "7", "1", "102", "", "王桂兰", "13800001111", "", "", "否"]
    ran("households", [HEADER, MOTHER, other])
    assert HouseholdMember.objects.filter(person=person("王桂兰")).count() == 2


def test_whoever_is_missing_in_a_complete_file_ends_there_and_comes_back(homes: Town) -> None:
    ran("households", ROWS)
    whole = [HEADER, MOTHER, FLAT]
    kept = ran("households", whole)
    assert kept.counts["gone"] == 1 + 2  # and the two whom the town began with
    assert HouseholdMember.objects.get(person=person("李小明")).to_at is None
    batch = ran("households", whole, is_complete=True)
    assert HouseholdMember.objects.get(person=person("李小明")).to_at is not None
    assert HouseholdMember.objects.get(person=person("孙在外")).to_at is None
    undone(batch)
    assert HouseholdMember.objects.get(person=person("李小明")).to_at is None


def test_nobody_ends_while_a_row_is_refused(homes: Town) -> None:
    ran("households", ROWS)
    broken = [*SON[:7], "12", *SON[8:]]
    ran("households", [HEADER, MOTHER, broken], is_complete=True)
    assert not HouseholdMember.objects.exclude(to_at=None).exists()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ([GRID, "", "9", "1", "101", "", "甲", "", "", "", ""], "先导入“小区、楼栋和住房”"),
        ([GRID, "", "", "", "", "", "甲", "", "", "", ""], "不知道住在哪里"),
        ([GRID, "", "", "", "", "在外", "", "", "", "", ""], "空的"),
        ([GRID, "", "", "", "", "在外", "甲", "1380000111", "", "", ""], "不是电话号码"),
        ([GRID, "", "", "", "", "在外", "甲", "", "1950-13-40", "", ""], "看不出是哪一天"),
        ([GRID, "", "", "", "", "在外", "甲", "", "1850-01-01", "", ""], "早于 1900 年"),
        ([GRID, "", "", "", "", "在外", "甲", "", "", "否", "否"], "既不住在这里"),
        (["379901001209Z001", "", "", "", "", "在外", "甲", "", "", "", ""], "还没有"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(homes: Town, row: list[str], said: str) -> None:
    assert said in reasons(previewed("households", [HEADER, row]))[2]


def test_a_reason_repeats_neither_names_nor_numbers(homes: Town) -> None:
    row = [GRID, "", "", "", "", "在外", "王小二", "1380000111", "", "", ""]
    assert "1380000111" not in reasons(previewed("households", [HEADER, row]))[2]


def test_who_signs_in_by_a_number_keeps_it(homes: Town) -> None:
    label = homes.households["resident"].label
    row = [GRID, "", "", "", "", label, "测试resident", "13900003333", "", "", ""]
    assert "本人已经登录使用" in reasons(previewed("households", [HEADER, row]))[2]


def test_two_of_a_name_in_a_household_are_told_apart_by_their_numbers(homes: Town) -> None:
    home = homes.households["resident"]
    for phone in ("", ""):
        namesake = Person.objects.create(
            name="王伟",
            phone=phone,
            created_at=home.members.get(person=homes.persons["resident"]).from_at,
        )
        HouseholdMember.objects.create(household=home, person=namesake, from_at=namesake.created_at)
    row = [GRID, "", "", "", "", home.label, "王伟", "", "1990-01-01", "", ""]
    assert "两个人同名" in reasons(previewed("households", [HEADER, row]))[2]


def test_a_preview_masks_names_and_shows_no_numbers(homes: Town) -> None:
    batch = previewed("households", ROWS)
    labels = [change.label for _row, change in queries.samples_of(batch)[What.NEW]]
    assert labels[0] == "7号楼1单元101 王**"
    ran("households", ROWS)
    changed = previewed("households", [HEADER, [*MOTHER[:7], "13900003333", *MOTHER[8:]]])
    [(_row, change)] = queries.samples_of(changed)[What.CHANGED]
    assert change.details == (("手机", "", ""),)


def test_nothing_of_the_file_can_be_read_in_the_database_or_the_ledger(homes: Town) -> None:
    batch = ran("households", ROWS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT b::text, c::text FROM imports_importbatch b, imports_importchunk c")
        written = str(cursor.fetchall())
    assert "王桂兰" not in written
    assert "13800001111" not in written
    entries = Entry.objects.filter(subject="import", subject_id=batch.id)
    assert "王" not in str([entry.data for entry in entries])
