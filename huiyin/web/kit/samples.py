"""What the style guide shows: invented, and shown nowhere else."""

from datetime import datetime, timedelta

from huiyin.web.kit import badges
from huiyin.web.kit.shapes import Bubble, LadderRung, MatterCard, Quoted

STATES = tuple(badges.STAFF)


def dues(now: datetime) -> list[tuple[datetime, datetime]]:
    """Limits that are fresh, half gone, urgent and past."""
    lefts = (timedelta(hours=23), timedelta(hours=9), timedelta(minutes=25), timedelta(hours=-3))
    return [(now + left, now + left - timedelta(hours=6)) for left in lefts]


def rungs(now: datetime) -> list[LadderRung]:
    due_at = now + timedelta(hours=7)
    return [
        LadderRung(
            label="网格员", state="past", who="张敏", since=now - timedelta(hours=20),
            until=now - timedelta(hours=17),
            sentences=["张网格员已上门查看，主管道的阀门锈住了。"],
        ),
        LadderRung(
            label="片区干部", state="past", who="刘建国", since=now - timedelta(hours=17),
            until=now - timedelta(hours=1), sentences=["已联系物业，需要更换阀门。"],
        ),
        LadderRung(
            label="社区书记", state="now", who="王丽", phone="0543-2100000",
            since=now - timedelta(hours=1), due_at=due_at, warn_at=now + timedelta(hours=1),
            sentences=[
                "社区书记正在协调供暖公司，预计今天派人到场。",
                "到期还没有结果，会自动交给街道网格中心，您不用再说一遍。",
            ],
        ),
        LadderRung(label="街道网格中心", state="next"),
    ]  # fmt: skip


def bubbles(now: datetime) -> list[Bubble]:
    ask = "请问楼道里的暖气架子松了，老人经过很危险，谁来看一下？"
    matter = MatterCard(
        title="7 号楼暖气架松动", url="#", badge=badges.of_state("in_progress", audience="resident"),
        number="美景-2026-00127", holder="网格员张敏", due_at=now + timedelta(hours=2),
        warn_at=now + timedelta(hours=1), sentences=["张网格员已到现场查看。"],
    )  # fmt: skip
    told = MatterCard(
        title="7 号楼暖气架松动", url="#", badge=badges.of_state("closed", audience="resident"),
        sentences=["架子已重新固定，物业明早再检查一遍。"], tone="told",
    )  # fmt: skip
    ago = [now - timedelta(minutes=minutes) for minutes in (52, 47, 45, 30, 12, 8)]
    return [
        Bubble(1, "赵淑珍", "neighbour", "text", ago[0], ask, household="3号楼2单元501", card=matter),
        Bubble(2, "张敏", "staff", "text", ago[1], "赵阿姨，我马上过去看，十分钟到。", role="网格员",
               reply_to=Quoted("赵淑珍", ask, "#m1")),
        Bubble(3, "我", "mine", "text", ago[2], "我家也在这个单元，早上听到响声了。\n麻烦一起看看四楼那一段。", is_edited=True),
        Bubble(4, "孙强", "neighbour", "text", ago[3], household="3号楼1单元201", is_recalled=True),
        Bubble(5, "", "staff", "notice", ago[4], "网格员张敏把两条消息合成了一件事。"),
        Bubble(6, "张敏", "staff", "card", ago[5], role="网格员", card=told),
    ]  # fmt: skip
