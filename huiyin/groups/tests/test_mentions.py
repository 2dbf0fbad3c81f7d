"""Mention by role."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.groups.rules.mentions import MOST, Callee, called_names, resolve

LAWYER = Callee(1, "律师", "社区律师", 1)
FAR_LAWYER = Callee(2, "律师", "县律师", 3)
OFFICER = Callee(3, "网格员", "第七网格网格员", 0)
HEAD_3 = Callee(4, "楼栋长", "3号楼楼栋长", 0)
HEAD_13 = Callee(5, "楼栋长", "13号楼楼栋长", 0)
EVERYBODY = [LAWYER, FAR_LAWYER, OFFICER, HEAD_3, HEAD_13]


def test_a_name_ends_where_the_longest_known_name_ends() -> None:
    found = called_names("@律师您好，＠律师长在吗", ["律师", "律师长"])
    assert [(m.name, m.start, m.end) for m in found] == [("律师", 0, 3), ("律师长", 6, 10)]


def test_the_nearest_of_a_name_is_called() -> None:
    assert resolve("@律师 房东不退押金", posts=EVERYBODY) == [1]


def test_a_member_of_the_group_comes_before_the_community() -> None:
    inside = Callee(9, "律师", "小区律师", 0)
    assert resolve("@律师", posts=[*EVERYBODY, inside]) == [9]


def test_the_building_head_of_the_speakers_own_building_is_meant() -> None:
    assert resolve("@楼栋长 灯坏了", posts=EVERYBODY, speakers_label="3号楼2单元501") == [4]
    assert resolve("@楼栋长 灯坏了", posts=EVERYBODY, speakers_label="13号楼1单元101") == [5]


def test_all_building_heads_are_called_by_somebody_from_elsewhere() -> None:
    assert resolve("@楼栋长 请通知各户", posts=EVERYBODY) == [4, 5]


def test_a_building_head_is_called_by_the_whole_name() -> None:
    assert resolve("@13号楼楼栋长", posts=EVERYBODY, speakers_label="3号楼2单元501") == [5]
    assert resolve("@3号楼楼栋长", posts=EVERYBODY) == [4]


def test_each_post_is_called_once_in_the_order_of_the_words() -> None:
    assert resolve("@网格员 @律师 @网格员", posts=EVERYBODY) == [3, 1]


def test_a_sign_without_a_known_name_calls_nobody() -> None:
    assert resolve("a@b.com 2@ @ @市长", posts=EVERYBODY) == []


@given(st.text(), st.lists(st.text(min_size=1, max_size=4), max_size=6))
def test_every_mention_found_stands_in_the_text_behind_a_sign(text: str, names: list[str]) -> None:
    for mention in called_names(text, names):
        assert text[mention.start] in "@＠"
        assert text[mention.start + 1 : mention.end] == mention.name


@given(st.text(st.sampled_from("@律师网格员楼栋长3号 ，")))
def test_whoever_is_called_can_be_called_and_only_so_many(text: str) -> None:
    called = resolve(text, posts=EVERYBODY)
    assert set(called) <= {post.post_id for post in EVERYBODY}
    assert len(called) == len(set(called)) <= MOST


@given(st.text(st.characters(exclude_characters="@＠")))
def test_without_a_sign_nobody_is_called(text: str) -> None:
    assert resolve(text, posts=EVERYBODY) == []
