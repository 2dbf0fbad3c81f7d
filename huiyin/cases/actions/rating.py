"""What the reporter says: solved or not, urging, withdrawing, asking again."""

from datetime import timedelta
from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.answering import current_answer, record_telling, untold, write_answer
from huiyin.cases.actions.desk import Asked, begin, demand_text
from huiyin.cases.actions.moving import arrive, promise_words
from huiyin.cases.models import Case, Party
from huiyin.cases.queries.holders import holder_on
from huiyin.cases.rules.transitions import Operation, demand_reopening
from huiyin.cases.rules.words import Outcome, State, TellChannel
from huiyin.escalation.rules import Rung, Urgency
from huiyin.lib.refusal import Conflict, Refused, TooMany
from huiyin.lib.words import gettext_noop as _

MOST_STARS = 3  # satisfied, fairly, not: the weights of `satisfaction_rate`


@transaction.atomic
def rate(*, solved: bool, stars: int | None = None, text: str = "", **asked: Unpack[Asked]) -> Case:
    """The reporter says whether it is solved. Solved: closed. Not solved: open again, one rung higher.

    stars: 3 satisfied, 2 fairly, 1 not; None for no rating.
    """
    act = begin(Operation.RATE, **asked)
    return act.case if act.is_repeat else _judge(act, "rated", solved, stars, text)


@transaction.atomic
def call_back(
    *, solved: bool, stars: int | None = None, text: str = "", **asked: Unpack[Asked]
) -> Case:
    """A member of staff asked the reporter by phone or at the door, and writes down what they said."""
    act = begin(Operation.CALL_BACK, **asked)
    return act.case if act.is_repeat else _judge(act, "called_back", solved, stars, text)


def _judge(act: Act, kind: str, solved: bool, stars: int | None, text: str) -> Case:
    case = act.case
    if stars is not None and not 1 <= stars <= MOST_STARS:
        raise Refused(_("评价请选一到三颗星。"))
    case.is_solved, case.stars = solved, stars
    if solved:
        act.enter(State.CLOSED)
        words = f"反映的人确认已解决。{text.strip()}"
        return act.finish(
            kind, words, is_public=True, tell_posts={case.holder_id}, solved=True, stars=stars
        )
    words = demand_text(text, what=_("还有什么没有解决"))
    act.record(kind, words, is_public=True, solved=False, stars=stars)
    return open_again(act, words)


@transaction.atomic
def reopen(*, reason: str, **asked: Unpack[Asked]) -> Case:
    """Open an ended case again, within 15 days (setting), one rung higher; what was told before stays in the trace."""
    act = begin(Operation.REOPEN, **asked)
    if act.is_repeat:
        return act.case
    days = act.policy.settings.reopen_days
    demand_reopening(act.case.ended_at, days=days, now=act.now)
    return open_again(act, demand_text(reason, what=_("重开的原因")))


def open_again(act: Act, words: str) -> Case:
    case = act.case
    before = case.holder_id
    case.reopened_count += 1
    case.answer = case.told_at = case.outcome = case.ends_as = None
    case.must_take = False
    higher = act.policy.next_rung(Rung(case.rung), case.category, Urgency(case.urgency))
    rung, post = holder_on(case.node_id, from_rung=higher or Rung(case.rung))
    arrive(act, post, rung=rung)
    # the case first: the row of a party follows its end, and an ended one may not be untold
    act.save()
    Party.objects.filter(case=case).update(told_at=None)
    return act.finish(
        "reopened",
        f"没有解决，重新办理，由{post.title}接手：{words}",
        is_public=True,
        tell_posts={post.id, before},
        tell_parties=f"“{case.title}”重新办理，由{post.title}接手，{promise_words(act)}",
    )


@transaction.atomic
def urge(*, text: str = "", **asked: Unpack[Asked]) -> Case:
    """Remind the holder and the rung above; once a day (setting). Raises TooMany before that."""
    act = begin(Operation.URGE, **asked)
    if act.is_repeat:
        return act.case
    case = act.case
    pause = timedelta(days=act.policy.settings.urge_per_days)
    if case.urged_at and act.now < case.urged_at + pause:
        left = case.urged_at + pause - act.now
        raise TooMany(
            _("您今天已经催过一次，承办人已收到。明天还没有消息可以再催。"),
            retry_after_s=int(left.total_seconds()),
        )
    case.urged_at = act.now
    case.urged_count += 1
    words = text.strip() or "反映的人希望尽快办理。"
    return act.finish(
        "urged", words, is_public=True, tell_posts={case.holder_id, act.superior().id}
    )


@transaction.atomic
def withdraw(*, reason: str = "", **asked: Unpack[Asked]) -> Case:
    """The reporter takes the matter back; impossible while neighbours wait for the same answer."""
    act = begin(Operation.WITHDRAW, **asked)
    if act.is_repeat:
        return act.case
    case = act.case
    if Party.objects.filter(case=case, is_follower=True).exists():
        raise Conflict(_("还有邻居在等这件事的答复，所以不能撤回。"))
    case.answer = write_answer(act, "已按您的要求撤回。", Outcome.EXPLAINED, is_approved=True)
    end_told(act, State.WITHDRAWN, TellChannel.PRIVATE_MESSAGE)
    words = f"反映的人撤回了这件事。{reason.strip()}"
    return act.finish("withdrawn", words, is_public=True, tell_posts={case.holder_id})


def end_told(act: Act, state: State, channel: TellChannel) -> None:
    """End a case whose answer everybody has just been told by the service itself."""
    case = act.case
    for party in untold(case):
        party.told_at = act.now
        party.save(update_fields=["told_at"])
        unknown = party.person_id is None
        record_telling(act, party, TellChannel.PUBLIC_POSTING if unknown else channel)
    case.told_at, case.outcome = act.now, current_answer(case).outcome
    act.enter(state)
