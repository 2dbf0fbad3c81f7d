import pytest

from huiyin.escalation.rules import CategoryFacts, suggest
from huiyin.escalation.tests.samples import demo_policy


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("5号楼东头暖气管支架磨损得厉害，谁来看看", "0804"),
        ("我们这边几十户没水了", "1111"),
        ("请问办居住证明需要带什么", "0103"),
        ("谁的车堵着路口了，挪一下车", "0701"),
        ("3号楼后面有人搭棚，算不算违建", "0507"),
        ("我爸走丢了，大家帮忙看看", "1109"),
        ("电线裸露在外面，孩子会碰到", "0802"),
        ("接到陌生电话转账的，是不是诈骗", "1002"),
        ("孙子明年入学，学区怎么分", "0107"),
    ],
)
def test_a_message_points_to_its_category(text: str, code: str) -> None:
    assert code in [suggestion.code for suggestion in suggest(text, demo_policy().leaves)]


def test_small_talk_points_nowhere() -> None:
    assert suggest("早上好，今天天气真好", demo_policy().leaves) == []


def test_the_reason_is_the_words_of_the_message_longest_first() -> None:
    drainage = CategoryFacts("0405", "排水积水", "drainage", keywords=("积水", "车库进水", "WIFI"))
    assert suggest("车库进水了，积水很深", [drainage]) == [("0405", ["车库进水", "积水"])]
    assert suggest("wifi 不通", [drainage]) == [("0405", ["WIFI"])]


def test_a_word_inside_another_says_nothing_of_its_own() -> None:
    water = CategoryFacts("0401", "供水", "water", keywords=("没水", "几十户没水"))
    assert suggest("几十户没水", [water])[0].words == ["几十户没水"]


def test_at_most_three_are_suggested_and_no_class() -> None:
    tree = [CategoryFacts(f"04{number:02}", "停水", f"k{number}") for number in range(5)]
    assert len(suggest("停水", [CategoryFacts("04", "停水", "k"), *tree])) == 3
