"""How a random country comes into the database."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huiyin.cases.models import Case, CaseFile, Party
from huiyin.cases.rules.words import State
from huiyin.conftest import NOON
from huiyin.escalation.rules import Rung
from huiyin.ground.files.models import StoredFile
from huiyin.groups.models import Group, Member, Message
from huiyin.people.models import Account, Incumbency, Person, Post, PostArea, Substitute
from huiyin.territory.models import Node
from huiyin.web.tests.country import (
    DAY,
    PEOPLE,
    Country,
    PlannedCase,
    PlannedGroup,
    PlannedPost,
    Time,
    level_of,
)


@dataclass
class Standing:
    """The rows of a country, each list in the order of the plan. files_of_*: one for each case and each group."""

    nodes: dict[str, Node]
    persons: list[Person]
    posts: list[Post]
    cases: list[Case]
    groups: list[Group]
    files_of_cases: list[StoredFile]
    files_of_groups: list[StoredFile]


def build(plan: Country, *, policy_version: int, calendar_version: int) -> Standing:
    """Bring a country into the database, as the actions would leave it."""
    nodes: dict[str, Node] = {}
    for path in plan.places:
        nodes[path] = _node(path, nodes)
    persons = [_person(number) for number in range(PEOPLE)]
    posts = [_post(number, each, nodes, persons) for number, each in enumerate(plan.posts)]
    for post, by, time in plan.leaves:
        begins, ends = _period(time)
        Substitute.objects.create(post=posts[post], by_post=posts[by], from_at=begins, to_at=ends)
    standing = Standing(nodes, persons, posts, [], [], [], [])
    for number, case in enumerate(plan.cases):
        _open(number, case, standing, policy_version, calendar_version)
    for number, group in enumerate(plan.groups):
        _gather(number, group, standing)
    return standing


def _period(time: Time) -> tuple[datetime, datetime]:
    begins, ends = time.value
    return NOON + begins * DAY, NOON + ends * DAY


def _node(path: str, nodes: dict[str, Node]) -> Node:
    above, code = path.rsplit("/", 2)[0], path.split("/")[-2]
    level = level_of(path)
    return Node.objects.create(
        code=code,
        kind=level,
        name=code,
        path=path,
        parent=nodes.get(f"{above}/"),
        grid_type="general" if level == "grid" else None,
    )


def _person(number: int) -> Person:
    person = Person.objects.create(
        name=f"测试{number}", is_synthetic=True, created_at=NOON - 9 * DAY
    )
    Account.objects.create(username=f"someone{number}", person=person)
    return person


def _post(number: int, plan: PlannedPost, nodes: dict[str, Node], persons: list[Person]) -> Post:
    post = Post.objects.create(
        key=f"post{number}", role=plan.role, node=nodes[plan.place], title=plan.role.label
    )
    PostArea.objects.bulk_create(PostArea(post=post, node=nodes[path]) for path in plan.areas)
    for person, time in plan.held:
        begins, ends = _period(time)
        Incumbency.objects.create(
            post=post, person=persons[person], from_at=begins, to_at=ends, is_exclusive=False
        )
    return post


def _open(number: int, plan: PlannedCase, standing: Standing, policy: int, calendar: int) -> None:
    due = NOON + DAY
    paused = {"state": State.SUSPENDED, "paused_at": NOON - DAY, "resume_at": due}
    case = Case.objects.create(
        number=f"3799-2026-{number}",
        title="没有水",
        text="楼上没有水了。",
        nature="help",
        channel="form",
        category="0401",
        is_restricted=plan.is_restricted,
        urgency="normal",
        node=standing.nodes[plan.place],
        area=plan.place,
        rung=Rung.OFFICER,
        rung_since=NOON - DAY,
        state_since=NOON - DAY,
        opened_at=NOON - DAY,
        holder=standing.posts[plan.holder],
        checker=None if plan.checker is None else standing.posts[plan.checker],
        due_at=due,
        clock_at=due,
        policy_version=policy,
        calendar_version=calendar,
        **(paused if plan.is_paused else {}),
    )
    for person in sorted(plan.parties):
        Party.objects.create(case=case, person=standing.persons[person], since=NOON - DAY)
    file = _file()
    CaseFile.objects.create(case=case, file_id=file.pk, is_public=plan.shows_file, at=NOON)
    standing.cases.append(case)
    standing.files_of_cases.append(file)


def _gather(number: int, plan: PlannedGroup, standing: Standing) -> None:
    is_talk = plan.kind == "private_talk"
    group = Group.objects.create(
        kind=plan.kind,
        name=f"第{number}群",
        node=standing.nodes[plan.place],
        owner_post=standing.posts[plan.owner],
        # nobody else has this talk with this post
        talk_person=_talker(number) if is_talk else None,
        opened_at=NOON - DAY,
        last_seq=1,
    )
    joined = {"group": group, "joined_at": NOON - DAY}
    rows = [Member(person=standing.persons[each], **joined) for each in sorted(plan.members)]
    rows += [Member(post=standing.posts[each], **joined) for each in sorted(plan.posts)]
    gone = sorted(plan.left - plan.members)
    rows += [Member(person=standing.persons[each], left_at=NOON, **joined) for each in gone]
    Member.objects.bulk_create(rows)
    file = _file()
    Message.objects.create(
        group=group,
        seq=1,
        author_post=group.owner_post,
        author_person=standing.persons[0],
        author_label="岗位",
        kind="picture",
        file=file,
        client_key=UUID(int=number),
        at=NOON - DAY,
    )
    standing.groups.append(group)
    standing.files_of_groups.append(file)


def _talker(number: int) -> Person:
    return Person.objects.create(name=f"居民{number}", is_synthetic=True, created_at=NOON - 9 * DAY)


def _file() -> StoredFile:
    """A row without bytes of its own: the tests give all rows the same ones."""
    return StoredFile.objects.create(
        kind="picture",
        mime="image/png",
        size=1,
        sha256="0" * 64,
        width=1,
        height=1,
        path="one.png",
        thumb_path="one.png",
        at=NOON,
    )
