"""A case changes hands: up, sideways, down, back."""

from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.desk import Asked, begin, demand_text
from huiyin.cases.models import Case, CaseStep
from huiyin.cases.queries.access import HOLDING, RUNG_OF_ROLE
from huiyin.cases.queries.holders import holder_on
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import State
from huiyin.escalation.rules import Due, Rung, Step, Urgency
from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.lib.times import clock_words
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts


@transaction.atomic
def hand_up(*, reason: str, **asked: Unpack[Asked]) -> Case:
    """Give the case to the next rung, or to the one that the policy's skip rule names, and start its clock.

    The former holder stays visible; the posts the skip rule copies are told. Handing up is no answer.
    """
    act = begin(Operation.HAND_UP, **asked)
    if act.is_repeat:
        return act.case
    words = demand_text(reason, what=_("上交的原因"))
    copied = move_up(act)
    title = act.case.holder.title
    return act.finish(
        "handed_up",
        f"已上交{title}：{words}",
        is_public=True,
        tell_posts={act.case.holder_id, *copied},
        tell_parties=f"“{act.case.title}”已上交{title}，{promise_words(act)}",
    )


def move_up(act: Act) -> list[int]:
    """Put the case on the next rung. Returns the posts the skip rule copies. Raises Refused at the top."""
    case = act.case
    rung, speed = Rung(case.rung), Urgency(case.urgency)
    target = act.policy.next_rung(rung, case.category, speed)
    if target is None:
        raise Refused(_("这件事已经在最高一级，不能再上交。"))
    skip = act.policy.skip(case.category, speed, rung)
    roles = skip.copy_roles if skip else ()
    copied = act.around.posts(case, roles)
    found, post = act.around.holder_on(case, from_rung=target)
    arrive(act, post, rung=found)
    return [copy.id for copy in copied.values()]


def arrive(act: Act, post: PostFacts, *, rung: Rung) -> None:
    """A new holder on a new rung: pending again, with the accept and handle clocks of that rung from now."""
    case = act.case
    act.told_posts.add(case.holder_id)
    case.rung, case.rung_since = rung, act.now
    case.holder_id, case.handler_id = post.id, None
    act.enter(State.PENDING)
    handle = act.limit(Step.HANDLE)
    case.handle_due_at = act.due(handle, since=act.now).at if handle else None
    act.begin_step(Step.ACCEPT)


def promise_words(act: Act) -> str:
    """When the reporter can count on it, in the words of a notice."""
    due = act.case.handle_due_at
    words = f"最迟{clock_words(due, act.now)}给您答复。" if due else "办好后会告诉您。"
    return words + ("（节假日安排公布后可能调整）" if act.case.is_due_provisional else "")


@transaction.atomic
def transfer(*, to_post_id: int, reason: str, **asked: Unpack[Asked]) -> Case:
    """Give the case sideways to another post of the same rung. The clock keeps running."""
    act = begin(Operation.TRANSFER, **asked)
    if act.is_repeat:
        return act.case
    post = people.post_facts(to_post_id)
    if HOLDING.get(post.role) != act.case.rung:
        raise Refused(_("转派只能给同一层级的岗位；往上请用“上交”，往下请用“交办”。"))
    return _hand_over(
        act, post, Rung(act.case.rung), "transferred", demand_text(reason, what=_("转派的原因"))
    )


@transaction.atomic
def assign(*, to_post_id: int, reason: str, **asked: Unpack[Asked]) -> Case:
    """Give the case down to a post of the area. The clock keeps running: assigning restarts nothing."""
    act = begin(Operation.ASSIGN, **asked)
    if act.is_repeat:
        return act.case
    post = people.post_facts(to_post_id)
    rung = HOLDING.get(post.role)
    if rung is None or rung >= act.case.rung:
        raise Refused(_("交办只能给下一级的岗位。"))
    return _hand_over(act, post, rung, "assigned", demand_text(reason, what=_("交办要求")))


def _hand_over(act: Act, post: PostFacts, rung: Rung, kind: str, words: str) -> Case:
    if post.id == act.case.holder_id:
        raise Refused(_("这件事已经在这个岗位手上。"))
    if not any(
        act.case.area.startswith(path) or path.startswith(act.case.area) for path in post.paths
    ):
        raise Refused(_("这个岗位不负责这件事所在的地方。"))
    before = act.case.holder.title
    keep_clock(act, post, rung=rung)
    return act.finish(
        kind,
        f"由{before}转给{post.title}：{words}",
        is_public=False,
        tell_posts={post.id},
        tell_parties=f"“{act.case.title}”现由{post.title}办理。",
        to_post_id=post.id,
    )


def keep_clock(act: Act, post: PostFacts, *, rung: Rung) -> None:
    """A new holder, pending, under the due time that runs already."""
    case, running = act.case, act.running_step()
    act.told_posts.add(case.holder_id)
    due = Due(case.due_at or act.now, case.warn_at or act.now, case.is_due_provisional)
    case.holder_id, case.rung = post.id, rung
    case.handler_id = None
    act.enter(State.PENDING)
    act.run_step(Step(running.step), due, since=running.started_at)


@transaction.atomic
def send_back(*, reason: str, **asked: Unpack[Asked]) -> Case:
    """Refuse a case as not mine, within the accept limit. Nothing is restarted.

    It goes back to the holder before. After as many refusals as the policy allows the street centre decides, and the
    unit that gets it then may not refuse. Source: 北京 Art. 12, 潍坊 Art. 22.
    """
    act = begin(Operation.SEND_BACK, **asked)
    if act.is_repeat:
        return act.case
    case, words = act.case, demand_text(reason, what=_("退回的原因"))
    if case.must_take:
        raise NotAllowed(_("这件事由街道网格中心指定，不能再退回。"))
    before = former_holder(case)
    case.send_backs += 1
    if case.send_backs >= act.policy.settings.max_send_backs:
        rung, post = holder_on(
            case.node_id, from_rung=max(Rung.STREET_GRID_CENTRE, Rung(case.rung))
        )
        case.must_take = True
    elif before is None:
        raise Refused(_("这件事没有上一个承办岗位，不能退回。可以申请不予受理，或上交。"))
    else:
        post = before
        rung = RUNG_OF_ROLE[post.role]
    keep_clock(act, post, rung=rung)
    return act.finish(
        "sent_back", f"退回{post.title}：{words}", tell_posts={post.id}, to_post_id=post.id
    )


def former_holder(case: Case) -> PostFacts | None:
    """The post that held the case before the present one."""
    held = (
        CaseStep.objects.filter(case=case).exclude(holder_id=case.holder_id).order_by("-id").first()
    )
    return people.post_facts(held.holder_id) if held else None
