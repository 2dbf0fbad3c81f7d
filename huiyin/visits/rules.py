"""走访: why somebody is called on, in which way, and what came of it. Source: domain handbook, section 8.2."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from huiyin.cases.rules.words import Word
from huiyin.lib.refusal import Refused
from huiyin.lib.times import local
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import PostFacts, Role, Verb, Viewer
from huiyin.people.rules.viewer import visible_paths

DAYS_TO_VISIT = 7
LONGEST_WORDS = 500
# who goes from door to door, who stands in for them, and who looks after whom they go to
AT_DOORS = frozenset({Verb.VISIT, Verb.STAND_IN, Verb.SEE_COVERAGE})


class Reason(Word):
    CARE = "care", _("关爱走访")
    COVERAGE = "coverage", _("请进群")
    CHECK = "check", _("核实情况")
    NEWCOMER = "newcomer", _("新住户")
    FESTIVAL = "festival", _("节日慰问")
    COLD_WAVE = "cold_wave", _("寒潮关照")
    AFTER_CASE = "after_case", _("事后回访")


class Way(Word):
    DOOR = "door", _("上门")
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("消息")
    NEIGHBOUR = "neighbour", _("托邻居")


class Result(Word):
    FINE = "fine", _("一切正常")
    NEED = "need", _("有需要帮助的事")
    NOBODY_HOME = "nobody_home", _("家里没人")
    MOVED = "moved", _("已搬走")
    REFUSED = "refused", _("不愿意")
    ABNORMAL = "abnormal", _("情况异常")
    JOINED = "joined", _("已进群")


# what a visit to have somebody join can end with; the others end with anything but that
_TO_JOIN = (Result.JOINED, Result.NOBODY_HOME, Result.REFUSED, Result.MOVED)
RESULTS: Mapping[Reason, tuple[Result, ...]] = {
    reason: _TO_JOIN
    if reason is Reason.COVERAGE
    else tuple(result for result in Result if result is not Result.JOINED)
    for reason in Reason
}


def check_result(reason: Reason, result: Result) -> None:
    """Raises Refused for a result that a visit of this reason does not have."""
    if result not in RESULTS[reason]:
        raise Refused("这次走访没有这种结果，请重新选择。")


def due_of(now: datetime) -> datetime:
    """A week from now, at the end of the day: calling at doors is planned by days, after hours too."""
    day = local(now).date() + timedelta(days=DAYS_TO_VISIT)
    return datetime.combine(day, time(21), tzinfo=local(now).tzinfo)


def goes_to_doors(post: PostFacts) -> bool:
    """Whether a post reads of single households. The county reads of persons through their matters alone."""
    return bool(post.role.verbs & AT_DOORS) and post.role is not Role.COUNTY_COMMAND


def door_paths(viewer: Viewer) -> tuple[str, ...]:
    """The places whose households the viewer may read of one by one."""
    return visible_paths(post for post in viewer.posts if goes_to_doors(post))
