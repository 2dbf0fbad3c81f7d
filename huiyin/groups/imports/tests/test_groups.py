import pytest

from huiyin.conftest import Town
from huiyin.ground.imports.tests.flow import previewed, ran, reasons, undone
from huiyin.groups.models import Group, Member

HEADER = ["群类型", "所在地编码", "群名称", "群用途"]
ROWS = [
    HEADER,
    ["网格服务群", "379901001201Z001", "第一网格服务群", "有事说一声"],
    ["社区大群", "379901001201", "柳堤社区大群", ""],
]
pytestmark = pytest.mark.django_db


def test_groups_come_with_their_owner_and_code(town: Town) -> None:
    assert ran("groups", ROWS).counts == {"new": 2}
    group = Group.objects.get(name="第一网格服务群")
    assert group.owner_post == town.posts["officer"]
    assert group.join_code
    assert Group.objects.get(name="柳堤社区大群").owner_post == town.posts["secretary"]


def test_the_same_file_again_changes_nothing(town: Town) -> None:
    ran("groups", ROWS)
    assert ran("groups", ROWS).counts == {"same": 2}


def test_a_batch_is_taken_back_as_one(town: Town) -> None:
    undone(ran("groups", ROWS))
    assert not Group.objects.exists()
    assert not Member.objects.exists()


def test_a_new_purpose_is_a_change_and_is_put_back(town: Town) -> None:
    ran("groups", ROWS)
    batch = ran("groups", [HEADER, [*ROWS[1][:3], "只说公事"]])
    assert batch.counts == {"changed": 1}
    undone(batch)
    assert Group.objects.get(name="第一网格服务群").purpose == "有事说一声"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["聊天群", "379901001201Z001", "甲", ""], "没有“聊天群”这种群"),
        (["微网格群", "379901001201Z001", "甲", ""], "群没有人负责"),
        (["网格服务群", "379901001209Z001", "甲", ""], "还没有"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(town: Town, row: list[str], said: str) -> None:
    assert said in reasons(previewed("groups", [HEADER, row]))[2]
