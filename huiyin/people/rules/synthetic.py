"""Made-up people for demonstration: the same seed gives the same person, and none of them is anybody."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from zlib import crc32

FAMILY_NAMES = (
    "王王王王李李李李张张张张刘刘刘陈陈杨杨赵赵黄周周吴徐孙孙胡朱高高林何郭郭马马罗梁宋宋郑郑谢韩韩唐冯冯于于董董萧程"
    "曹曹袁邓许许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟"
)
GIVEN_FIRST = "建国志文明玉秀桂淑海春晓小丽永红艳伟振金立德宝庆新光俊慧雪佳思子雨梓一浩欣嘉宇天若"
GIVEN_SECOND = "华平军英兰芳霞敏强勇杰涛超磊鹏飞刚斌辉亮波宁琴梅燕莉娟静洁婷颖琳萍丹凤云香珍轩涵怡然航晨阳泽妍睿"
OLDEST = date(1936, 1, 1)
DAYS_OF_BIRTH = 80 * 365


def synthetic_name(seed: str, *, family: str = "") -> str:
    """A plausible name; `family` keeps a household's family name."""
    number = crc32(seed.encode())
    family = family or FAMILY_NAMES[number % len(FAMILY_NAMES)]
    first = GIVEN_FIRST[number // 131 % len(GIVEN_FIRST)]
    second = GIVEN_SECOND[number // 9973 % len(GIVEN_SECOND)]
    return family + second if number % 5 == 0 else family + first + second


def synthetic_birthday(seed: str) -> date:
    """Born from 1936 to 2015."""
    return OLDEST + timedelta(days=crc32(f"{seed}/born".encode()) % DAYS_OF_BIRTH)


MOST_IN_A_HOME = 9


def household_sizes(
    homes: Sequence[int], people: int, *, seed: str, at_least: Mapping[int, int]
) -> dict[int, int]:
    """Spread `people` over households: everywhere at least one, and as many as `at_least` says of a home.

    homes: in a settled order; the same order and seed give the same sizes. Raises ValueError when the people are too
    few or too many for these homes.
    """
    sizes = {home: max(1, at_least.get(home, 0)) for home in homes}
    rest = people - sum(sizes.values())
    if rest < 0 or people > MOST_IN_A_HOME * len(homes):
        raise ValueError(f"{people} people do not fit {len(homes)} homes")
    for number in range(rest):
        place = crc32(f"{seed}/{number}".encode())
        while sizes[homes[place % len(homes)]] >= MOST_IN_A_HOME:
            place += 1
        sizes[homes[place % len(homes)]] += 1
    return sizes
