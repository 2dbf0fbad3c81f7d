"""One plausible case: what it is about, how far it is, and when it is due."""

import random
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

import psycopg

from bench.load import county
from huiyin.lib.ids import id_at_ms

Row = dict[str, Any]
ENDED = {"closed": 92, "declined": 5, "withdrawn": 3}
ANSWERED = {"awaiting_check", "awaiting_notice", "awaiting_rating", *ENDED}
STEP_OF = {"pending": "accept", "awaiting_check": "check", "awaiting_notice": "tell"}
PAUSED = {"awaiting_reporter", "suspended"}
SPOTS = [
    "小区东门",
    "三号楼",
    "七号楼二单元",
    "地下车库",
    "菜市场门口",
    "学校路口",
    "老年活动室",
    "南墙外",
    "健身广场",
    "快递柜旁",
    "河道桥头",
    "公交站",
]
TROUBLES = [
    "路灯不亮",
    "水管漏水",
    "井盖松动",
    "垃圾没有清运",
    "电梯停运",
    "噪音扰民",
    "楼道堆放杂物",
    "乱停车堵住通道",
    "暖气不热",
    "绿化带被占",
    "下水道堵塞",
    "充电桩故障",
    "墙皮脱落",
    "狗没有拴绳",
    "消防通道被占",
    "占道经营",
    "屋顶漏雨",
    "停电",
]
SINCE = ["昨天晚上开始", "已经三天了", "今天早上发现", "上个星期起", "每天夜里都这样", "下雨以后"]
ASKS = [
    "请尽快派人来看看。",
    "麻烦帮忙协调一下。",
    "希望给个答复。",
    "老人孩子出入不方便。",
    "想问问归谁管。",
]


class Site:
    """What the rows refer to, read once."""

    def __init__(self, database: psycopg.Connection, grids: list[county.Grid]) -> None:
        self.grids = grids
        rows = database.execute(
            "SELECT code, is_restricted FROM escalation_category WHERE length(code) = 4 AND policy_id ="
            " (SELECT max(version) FROM escalation_policyversion)"
        )
        self.categories = rows.fetchall()
        self.policy, self.calendar = next(
            database.execute(
                "SELECT (SELECT max(version) FROM escalation_policyversion),"
                " (SELECT coalesce(max(version), 0) FROM escalation_calendaryear)"
            )
        )


class Draw:
    """One of some words by weight."""

    def __init__(self, weights: dict[str, int] | dict[int, int], dice: random.Random) -> None:
        self._words, self._sums, self._dice = (
            list(weights),
            list(accumulate(weights.values())),
            dice,
        )

    def __call__(self) -> Any:
        return self._dice.choices(self._words, cum_weights=self._sums)[0]


COLUMNS = [
    "id",
    "number",
    "title",
    "text",
    "nature",
    "channel",
    "category",
    "is_restricted",
    "urgency",
    "node_id",
    "area",
    "place",
    "lat",
    "lng",
    "reporter_id",
    "is_anonymous",
    "state",
    "state_since",
    "is_ended",
    "rung",
    "rung_since",
    "holder_id",
    "checker_id",
    "checker_rung",
    "handler_id",
    "must_take",
    "step",
    "due_at",
    "warn_at",
    "handle_due_at",
    "is_due_provisional",
    "is_warned",
    "resume_at",
    "paused_at",
    "is_promise_missed",
    "clock_at",
    "policy_version",
    "calendar_version",
    "opened_at",
    "first_reply_at",
    "answer_id",
    "outcome",
    "ends_as",
    "told_at",
    "ended_at",
    "is_solved",
    "stars",
    "supervision",
    "is_legacy",
    "send_backs",
    "extensions",
    "reopened_count",
    "urged_count",
    "version",
]


def matter(
    site: Site,
    serial: int,
    opened_at: datetime,
    now: datetime,
    is_ended: bool,
    draws: list[Draw],
    dice: random.Random,
) -> Row:
    """A case by column; what is left out is NULL. Over 40 lines because it has a line for each column."""
    of_open, of_ended, of_rung, of_urgency, of_channel, of_supervision = draws
    state = of_ended() if is_ended else of_open()
    grid, rung = dice.choice(site.grids), of_rung()
    category, is_restricted = dice.choice(site.categories)
    spot, trouble = dice.choice(SPOTS), dice.choice(TROUBLES)
    # one case a millisecond at most: what hangs on it takes the ids behind its own
    identity = id_at_ms(int(opened_at.timestamp() * 1000) // 40 * 40 + serial % 40)
    row = {
        "id": identity,
        "number": f"{grid.community[4:]}-{opened_at.year}-{serial:07}",
        "title": f"{spot}{trouble}",
        "text": f"{spot}{trouble}，{dice.choice(SINCE)}，{dice.choice(ASKS)}{dice.choice(ASKS)}",
        "nature": "help",
        "channel": of_channel(),
        "category": category,
        "is_restricted": is_restricted,
        "urgency": of_urgency(),
        "node_id": grid.node_id,
        "area": grid.path,
        "place": spot,
        "lat": 37.1 + dice.random() / 10,
        "lng": 118.1 + dice.random() / 10,
        "reporter_id": county.RESIDENT + 1 + serial * 7919 % max(1000, serial // 5 + 1) % 1_000_000,
        "is_anonymous": False,
        "state": state,
        "state_since": opened_at + timedelta(hours=1),
        "is_ended": is_ended,
        "rung": rung,
        "rung_since": opened_at,
        "holder_id": grid.holders[rung - 1],
        "must_take": False,
        "step": STEP_OF.get(state, "handle"),
        "is_due_provisional": False,
        "is_warned": False,
        "is_promise_missed": False,
        "policy_version": site.policy,
        "calendar_version": site.calendar,
        "opened_at": opened_at,
        "supervision": of_supervision(),
        "is_legacy": False,
        "send_backs": 0,
        "extensions": 0,
        "reopened_count": 0,
        "urged_count": 0,
        "version": 3,
    }
    if state != "pending":
        row |= {
            "handler_id": grid.holders[0] + county.STAFF,
            "first_reply_at": opened_at + timedelta(hours=1),
        }
    if state in ANSWERED:
        row |= {"answer_id": identity, "outcome": "explained"}
    if state == "awaiting_check":
        row |= {"checker_id": grid.holders[min(rung, 4)], "checker_rung": min(rung + 1, 5)}
    if is_ended:
        told_at = opened_at + timedelta(hours=20)
        row |= {
            "told_at": told_at,
            "ended_at": told_at + timedelta(days=7),
            "is_solved": True,
            "stars": 5,
        }
    else:
        row |= _times(state, now, dice) | (
            {"told_at": opened_at} if state == "awaiting_rating" else {}
        )
    return row


def _times(state: str, now: datetime, dice: random.Random) -> Row:
    """The times an open case runs against, all of them to come."""
    due_at = now + timedelta(hours=1 + 200 * dice.random())
    if state in PAUSED:
        return {
            "paused_at": now - timedelta(hours=1),
            "resume_at": due_at,
            "due_at": due_at,
            "clock_at": due_at,
        }
    is_warned = dice.random() < 0.2 or state == "awaiting_rating"
    warn_at = now - timedelta(hours=1) if is_warned else due_at - timedelta(minutes=30)
    return {
        "due_at": due_at,
        "warn_at": warn_at,
        "handle_due_at": due_at,
        "is_warned": is_warned,
        "clock_at": due_at if is_warned else warn_at,
    }
