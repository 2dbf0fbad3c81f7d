import pytest

from huiyin.conftest import NOON, Town
from huiyin.ground.imports.tests.flow import previewed, ran, reasons, undone
from huiyin.people.models import Incumbency, Person, Post, PostArea

HEADER = ["岗位类型", "所在地编码", "岗位名称", "任职人", "任职人手机", "分管网格"]
COMMUNITY, NEXT = "379901001201", "379901001202"
ROWS = [
    HEADER,
    ["社区书记", NEXT, "石桥社区书记", "测试secretary_next_door", "", ""],
    ["网格员", f"{NEXT}Z001", "石桥网格员", "李小红", "13800005678", ""],
    ["片区干部", NEXT, "石桥包片干部", "周大力", "13800009999", f"{NEXT}Z001"],
    ["志愿者", NEXT, "石桥志愿者", "李小红", "13800005678", ""],
    ["志愿者", NEXT, "石桥志愿者", "周大力", "13800009999", ""],
]
pytestmark = pytest.mark.django_db


def test_posts_come_with_their_holders_and_areas(town: Town) -> None:
    batch = ran("posts", ROWS)
    assert batch.counts == {"new": 4, "changed": 1}
    officer = Post.objects.get(role="officer", node__code=f"{NEXT}Z001")
    assert Incumbency.objects.get(post=officer).person.phone == "13800005678"
    assert PostArea.objects.get(node__code=f"{NEXT}Z001").post.title == "石桥包片干部"
    volunteers = Incumbency.objects.filter(post__role="volunteer")
    assert {row.person.name for row in volunteers} == {"李小红", "周大力"}
    assert Person.objects.filter(name="李小红").count() == 1


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    ran("posts", ROWS)
    assert ran("posts", ROWS).counts == {"same": 5}


def test_a_batch_is_taken_back_as_one(town: Town) -> None:
    before = (Post.objects.count(), Person.objects.count(), Incumbency.objects.count())
    undone(ran("posts", ROWS))
    assert (Post.objects.count(), Person.objects.count(), Incumbency.objects.count()) == before
    assert Post.objects.get(role="secretary", node__code=NEXT).title == "社区书记"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["网格长官", COMMUNITY, "", "", "", ""], "没有“网格长官”这种岗位"),
        (["系统管理员", "379901", "", "甲", "", ""], "不能由导入设立"),
        (["网格员", "379901001209Z001", "", "", "", ""], "还没有"),
        (["网格员", f"{COMMUNITY}Z001", "", "别的人", "", ""], "先办理离岗交接"),
        (["片区干部", COMMUNITY, "新包片", "", "", f"{NEXT}Z001"], "不在“柳堤社区”内"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(town: Town, row: list[str], said: str) -> None:
    assert said in reasons(previewed("posts", [HEADER, row]))[2]


def test_one_post_for_one_person_is_not_given_to_two(town: Town) -> None:
    rows = [["网格员", f"{NEXT}Z001", "", name, "", ""] for name in ("甲甲", "乙乙")]
    assert set(reasons(previewed("posts", [HEADER, *rows]))) == {2, 3}


def test_a_post_whose_person_left_is_not_given_back_by_an_old_table(town: Town) -> None:
    """The rest of the file is taken; the row says when they left and what to do."""
    Incumbency.objects.filter(post=town.posts["officer"]).update(to_at=NOON)
    stale = ["网格员", f"{COMMUNITY}Z001", "第一网格员", "测试officer", "", ""]
    batch = ran("posts", [*ROWS, stale])
    assert batch.counts == {"new": 4, "changed": 1, "refused": 1}
    assert "已在 2026-09-14 离开这个岗位" in reasons(batch)[len(ROWS) + 1]
    assert not Incumbency.objects.filter(post=town.posts["officer"], to_at=None).exists()


def test_a_post_that_stands_empty_takes_a_new_person(town: Town) -> None:
    Incumbency.objects.filter(post=town.posts["officer"]).update(to_at=NOON)
    batch = ran("posts", [HEADER, ["网格员", f"{COMMUNITY}Z001", "", "李接任", "", ""]])
    assert batch.counts == {"changed": 1}
    present = Incumbency.objects.get(post=town.posts["officer"], to_at=None)
    assert present.person.name == "李接任"
