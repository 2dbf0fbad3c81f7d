"""A grid in which much was said and much is under way, and a way in for those who look at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.load import county, site
from huiyin.groups.models import Group, Member, Message
from huiyin.groups.rules import GroupKind, MessageClass, MessageKind
from huiyin.people.models import Account, Household, HouseholdMember, Post

NEIGHBOURS = 30
UNANSWERED_EVERY = 10
SAID = (
    "三号楼二单元的路灯昨天晚上又不亮了，老人上下楼看不清，麻烦安排人来看看。",
    "我家也是这个情况。",
    "地下车库东口有积水，早上差点滑倒，请物业先放个提示牌。",
    "收到，谢谢。",
)
# the cases of the county become those of one grid and of one resident
GATHERED = (
    "UPDATE cases_case SET node_id = %(node)s, area = %(area)s, reporter_id = %(resident)s, holder_id = %(officer)s",
    "UPDATE cases_party SET person_id = %(resident)s",
    "UPDATE cases_notice SET post_id = %(officer)s WHERE post_id IS NOT NULL",
    "UPDATE cases_notice SET person_id = %(resident)s WHERE person_id IS NOT NULL",
)
SOME_CASE = "SELECT id FROM cases_case WHERE state = 'in_progress' AND NOT is_restricted LIMIT 1"


@dataclass(frozen=True)
class Street:
    """cookies: of those who are signed in, by role: resident, officer, county_command."""

    code: str
    group_id: int
    case_id: int
    cookies: Mapping[str, tuple[str, str]]


def street(size: int, *, now: datetime) -> Street:
    """So many messages in a group and so many open cases in its grid, all raised by one resident.

    Django is set up on a migrated, empty database.
    """
    site.filled(count=size, open_share=1.0, now=now)
    officer = Post.objects.select_related("node").get(key="bench_officer_0")
    residents = [county.RESIDENT + number for number in range(1, NEIGHBOURS + 1)]
    group = _group(officer, residents, size, now)
    return Street(
        code=officer.node.code,
        group_id=group.pk,
        case_id=_gathered(officer, residents[0]),
        cookies={
            "resident": _cookie(site.resident(residents[0])),
            "officer": _cookie(_holder(officer)),
            "county_command": _cookie(site.account_of("county_command")[0]),
        },
    )


def _group(officer: Post, residents: list[int], size: int, now: datetime) -> Group:
    """Everybody in it belongs to a household of the grid; a tenth of what is said waits for an answer."""
    group = Group.objects.create(
        kind=GroupKind.RESIDENT,
        name="第一网格服务群",
        node=officer.node,
        owner_post=officer,
        opened_at=now,
        last_seq=size,
    )
    Member.objects.create(group=group, post=officer, label=officer.title, joined_at=now)
    for number, person_id in enumerate(residents, 1):
        home = Household.objects.create(grid=officer.node, label=f"{number}号楼1单元101")
        HouseholdMember.objects.create(household=home, person_id=person_id, from_at=now)
        Member.objects.create(
            group=group, person_id=person_id, household=home, label=home.label, joined_at=now
        )
    Message.objects.bulk_create(_message(group, residents, seq, now) for seq in range(1, size + 1))
    return group


def _message(group: Group, residents: list[int], seq: int, now: datetime) -> Message:
    number = seq % len(residents)
    waits = seq % UNANSWERED_EVERY == 0
    return Message(
        group=group,
        seq=seq,
        author_person_id=residents[number],
        author_label=f"{number + 1}号楼1单元101",
        kind=MessageKind.TEXT,
        text=SAID[seq % len(SAID)],
        message_class=MessageClass.UNANSWERED if waits else MessageClass.SMALL_TALK,
        client_key=uuid4(),
        at=now,
    )


def _gathered(officer: Post, resident_id: int) -> int:
    """Returns a case that is in hand."""
    values: dict[str, int | str] = {
        "node": officer.node_id,
        "area": officer.node.path,
        "resident": resident_id,
        "officer": officer.pk,
    }
    with connection.cursor() as cursor:
        for statement in GATHERED:
            cursor.execute(statement, values)
        cursor.execute(SOME_CASE)
        case_id: int = cursor.fetchone()[0]
    return case_id


def _holder(post: Post) -> Account:
    person_id = county.STAFF + post.pk
    return Account.objects.create(person_id=person_id, username=f"bench-{post.key}")


def _cookie(account: Account) -> tuple[str, str]:
    """Of a session, as the browser sends it."""
    client = Client()
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    name = settings.SESSION_COOKIE_NAME
    return name, client.cookies[name].value
