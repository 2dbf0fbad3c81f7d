"""Groups out of a pack."""

from pathlib import Path

import pytest

from huiyin.conftest import NOON, Town
from huiyin.ground.packs.actions import PackReport, load_pack
from huiyin.groups import queries
from huiyin.groups.models import Group, GroupSettings, KindText, Member
from huiyin.people.models import Household, HouseholdMember, Person

SETTINGS = "settings: {version: v1, recall_minutes: 5, edit_minutes: 9, unanswered_minutes: 30, silent_days: 20, officer_silent_days: 7}"
KINDS = "kinds: {resident: {purpose: 有事请说, rules: 不发广告}}"
GROUP = '{key: g_one, kind: resident, name: 第一网格群, node: "379901001201Z001", owner: officer, join_code: liudi01, roles: [secretary], posts: [cadre], households_in_100: 50}'


@pytest.fixture
def crowd(town: Town) -> list[Person]:
    """A hundred made-up people, each in a home of their own in the first grid."""
    people = [
        Person(key=f"z001_{n:03}_1", name="某某", is_synthetic=True, created_at=NOON)
        for n in range(100)
    ]
    for number, person in enumerate(people):
        person.key = f"3799z001_{number:03}"
    Person.objects.bulk_create(people)
    homes = [Household(grid=town.grid, label=f"{n}号") for n in range(100)]
    Household.objects.bulk_create(homes)
    HouseholdMember.objects.bulk_create(
        HouseholdMember(household=home, person=person, from_at=NOON)
        for home, person in zip(homes, people, strict=True)
    )
    return people


def load(folder: Path, *groups: str, synthetic: bool = True) -> PackReport:
    (folder / "pack.yaml").write_text(
        f"key: small\nname: 小\nis_synthetic: {str(synthetic).lower()}\nsections: {{groups: [groups.yaml]}}\n"
    )
    lines = "\n".join(f"  - {group}" for group in groups)
    (folder / "groups.yaml").write_text(f"{SETTINGS}\n{KINDS}\ngroups:\n{lines}\n")
    return load_pack(folder, dry_run=False, now=NOON)


def test_a_group_comes_with_its_posts_its_texts_and_its_households(
    tmp_path: Path, town: Town, crowd: list[Person]
) -> None:
    assert load(tmp_path, GROUP).errors == []
    group = queries.group_by_code("liudi01")
    assert (group.purpose, group.rules_text) == ("有事请说", "不发广告")
    assert Member.objects.filter(group=group, post__isnull=False).count() == 2  # officer, cadre
    drawn = Member.objects.filter(group=group, person__in=crowd).count()
    assert 35 <= drawn <= 65
    named = Member.objects.get(group=group, person=town.persons["resident"])
    assert named.label == "3号楼2单元501"
    assert queries.limits().version == "v1"


def test_importing_again_changes_nothing(tmp_path: Path, town: Town, crowd: list[Person]) -> None:
    load(tmp_path, GROUP)
    before = sorted(Member.objects.values_list("group_id", "person_id", "post_id"), key=str)
    load(tmp_path, GROUP.replace("households_in_100: 50", "households_in_100:  50"))
    assert sorted(Member.objects.values_list("group_id", "person_id", "post_id"), key=str) == before
    assert (Group.objects.count(), GroupSettings.objects.count(), KindText.objects.count()) == (
        1,
        1,
        1,
    )


def test_a_changed_name_is_taken_over_and_what_people_wrote_meanwhile_stays(
    tmp_path: Path, town: Town
) -> None:
    load(tmp_path, GROUP)
    Group.objects.update(purpose="网格员自己写的")
    load(tmp_path, GROUP.replace("第一网格群", "柳堤第一网格群"))
    group = Group.objects.get()
    assert (group.name, group.purpose) == ("柳堤第一网格群", "网格员自己写的")


def test_who_left_is_not_brought_back(tmp_path: Path, town: Town) -> None:
    load(tmp_path, GROUP)
    Member.objects.filter(person=town.persons["resident"]).update(left_at=NOON)
    load(tmp_path, GROUP.replace("50", "60"))
    assert not Member.objects.filter(person=town.persons["resident"], left_at=None).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (GROUP.replace("owner: officer", "owner: nobody"), "岗位“nobody”不存在"),
        (GROUP.replace("Z001", "Z009"), "Z009”不存在"),
        (GROUP.replace("kind: resident", "kind: liaison"), "不按住户入群"),
        (GROUP.replace("kind: resident", "kind: private_talk"), "private_talk"),
    ],
)
def test_a_fault_is_named_with_its_file_and_line_and_nothing_is_kept(
    tmp_path: Path, town: Town, wrong: str, sentence: str
) -> None:
    report = load(tmp_path, wrong)
    (error, *_) = report.errors
    assert sentence in error.sentence
    assert (error.file, error.line) == ("groups.yaml", 4)
    assert Group.objects.count() == 0


def test_only_a_synthetic_pack_puts_people_into_groups(tmp_path: Path, town: Town) -> None:
    report = load(tmp_path, GROUP, synthetic=False)
    assert "is_synthetic" in report.errors[0].sentence
