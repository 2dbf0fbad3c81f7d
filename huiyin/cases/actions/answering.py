"""The answer: written, checked by another, told to everybody who waits for it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Unpack

from django.db import transaction

from huiyin.cases.actions.act import Act
from huiyin.cases.actions.desk import Asked, begin, demand_text
from huiyin.cases.actions.handling import take_on
from huiyin.cases.actions.opening import attach, own_files
from huiyin.cases.models import Answer, Case, Check, Party, Told
from huiyin.cases.queries.access import RUNG_OF_ROLE
from huiyin.cases.rules import telling
from huiyin.cases.rules.telling import Attempt
from huiyin.cases.rules.transitions import Operation
from huiyin.cases.rules.words import Channel, Outcome, State, TellChannel
from huiyin.escalation import rules as ladder
from huiyin.escalation.rules import Step
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop as _


@transaction.atomic
def answer_now(
    *,
    text: str,
    outcome: Outcome,
    channel: TellChannel,
    proof: str = "",
    file_ids: Sequence[int] = (),
    **asked: Unpack[Asked],
) -> Case:
    """Answer and tell in one, where the matter can be settled on the spot.

    channel: the way the answer reaches everybody who waits. A place still needs its photo.
    """
    act = begin(Operation.ANSWER_NOW, **asked)
    if act.is_repeat:
        return act.case
    words = demand_text(text, what=_("答复内容"))
    if act.case.state == State.PENDING:
        take_on(act)
    prove(act, file_ids, outcome)
    act.case.answer = write_answer(act, words, outcome, is_approved=True)
    for party in untold(act.case):
        tell_party(act, party, channel, proof=proof, reached=True)
    conclude(act)
    return finish_telling(act, channel, [p.person_id for p in act.case.parties.all()])


@transaction.atomic
def submit_result(
    *,
    text: str,
    outcome: Outcome,
    measures: str = "",
    review_on: date | None = None,
    file_ids: Sequence[int] = (),
    **asked: Unpack[Asked],
) -> Case:
    """Report what came of it. Where the ladder asks for a check, another person looks at it before it is told.

    text: the answer as the reporter will read it. measures: needed when it is not possible now; review_on: when
    planned. file_ids: proof; a photo is needed where the category concerns a place.
    """
    act = begin(Operation.SUBMIT_RESULT, **asked)
    if act.is_repeat:
        return act.case
    case, words = act.case, demand_text(text, what=_("办理结果"))
    prove(act, file_ids, outcome)
    case.handler_id = act.by.person_id
    needs_check = act.limit(Step.CHECK) is not None
    case.answer = write_answer(
        act, words, outcome, is_approved=not needs_check, measures=measures, review_on=review_on
    )
    if not needs_check:
        await_notice(act)
        return act.finish("result_submitted", words, outcome=str(outcome))
    post = act.superior()
    act.enter(State.AWAITING_CHECK)
    case.checker_id, case.checker_rung = post.id, RUNG_OF_ROLE[post.role]
    act.begin_step(Step.CHECK)
    return act.finish("result_submitted", words, tell_posts={post.id}, outcome=str(outcome))


def prove(act: Act, file_ids: Sequence[int], outcome: Outcome) -> None:
    """Hang the proof on the case; a solved matter about a place needs a photo, now or from the work before."""
    case, person_id = act.case, act.by.person_id
    if person_id is not None:
        own = own_files(file_ids, person_id=person_id)
        attach(case, own, person_id=person_id, now=act.now, is_public=True, is_proof=True)
    needs_photo = act.policy.category(case.category).needs_place_proof and outcome is Outcome.SOLVED
    if needs_photo and not case.files.filter(is_proof=True).exists():
        raise Refused(_("这类事情办结前需要附上现场照片。"))


def write_answer(
    act: Act,
    text: str,
    outcome: Outcome,
    *,
    is_approved: bool,
    measures: str = "",
    review_on: date | None = None,
) -> Answer:
    if outcome is Outcome.NOT_POSSIBLE and not measures.strip():
        raise Refused(_("暂时不能解决的，请写明会采取什么措施。"))
    if outcome is Outcome.PLANNED and review_on is None:
        raise Refused(_("列入计划的，请写明哪一天再看进展。"))
    return Answer.objects.create(
        case=act.case,
        serial=act.case.answers.count() + 1,
        text=text,
        outcome=outcome,
        measures=measures.strip(),
        review_on=review_on,
        by_person_id=act.by.person_id,
        by_post_id=act.by.post_id,
        written_at=act.now,
        approved_at=act.now if is_approved else None,
    )


def await_notice(act: Act) -> None:
    act.enter(State.AWAITING_NOTICE)
    act.begin_step(Step.TELL)


@transaction.atomic
def check_result(*, passed: bool, reason: str = "", **asked: Unpack[Asked]) -> Case:
    """Check a result that another person handled. Failed: back to work with the time that was left."""
    act = begin(Operation.CHECK_RESULT, **asked)
    if act.is_repeat:
        return act.case
    case = act.case
    words = reason.strip() if passed else demand_text(reason, what=_("核查不通过的原因"))
    answer = current_answer(case)
    if case.handler_id is None or act.by.person_id is None:
        raise Refused(_("核查要由没有经手这件事的人来做。"))
    Check.objects.create(
        case=case,
        answer=answer,
        handler_id=case.handler_id,
        checker_id=act.by.person_id,
        at=act.now,
        passed=passed,
        reason=words,
    )
    if passed:
        answer.approved_at = act.now
        answer.save(update_fields=["approved_at"])
        await_notice(act)
    else:
        back_to_work(act, answer)
    text = "核查通过。" if passed else f"核查不通过：{words}"
    return act.finish("checked", text, tell_posts={case.holder_id}, passed=passed)


def back_to_work(act: Act, answer: Answer) -> None:
    """Go on handling with what was left when the result was submitted."""
    case, limit = act.case, act.limit(Step.HANDLE)
    case.answer = None
    act.enter(State.IN_PROGRESS)
    if limit is None or case.handle_due_at is None:
        raise Refused(_("这一层级还没有设定办理时限，请联系管理员。"))
    calendar = act.policy.calendar.at(case.area)
    left = ladder.remaining(
        arrived_at=case.rung_since,
        at=answer.written_at,
        due_at=case.handle_due_at,
        unit=limit.unit,
        calendar=calendar,
        hours=act.policy.hours,
    )
    due = ladder.due_after_pause(
        arrived_at=case.rung_since,
        resumed_at=act.now,
        left=left,
        limit=limit,
        calendar=calendar,
        hours=act.policy.hours,
    )
    act.run_step(Step.HANDLE, due, since=case.rung_since)
    case.handle_due_at = due.at


@transaction.atomic
def tell(
    *,
    channel: TellChannel,
    person_id: int | None = None,
    proof: str = "",
    reached: bool = True,
    **asked: Unpack[Asked],
) -> Case:
    """Record that the approved answer reached the people who wait for it, or an attempt that did not.

    person_id: one of them, everybody not yet told when not given. In the group and in private the service itself
    delivers the words. When all are told the reporter may rate; a declined case ends.
    """
    act = begin(Operation.TELL, **asked)
    if act.is_repeat:
        return act.case
    parties = [p for p in untold(act.case) if person_id in (None, p.person_id)]
    if not parties:
        raise Refused(_("没有还需要告知的人。"))
    for party in parties:
        tell_party(act, party, channel, proof=proof, reached=reached)
    if untold(act.case):
        return act.finish(
            "tell_tried",
            "已联系，还有人没有收到答复。",
            answer_id=current_answer(act.case).pk,
            person_ids=[party.person_id for party in parties],
            channel=str(channel),
            reached=reached,
        )
    conclude(act)
    return finish_telling(act, channel, [party.person_id for party in parties], reached=reached)


def untold(case: Case) -> list[Party]:
    return list(Party.objects.filter(case=case, told_at=None).order_by("id"))


def tell_party(act: Act, party: Party, channel: TellChannel, *, proof: str, reached: bool) -> None:
    case = act.case
    telling.demand_channel(
        channel,
        came_by=Channel(case.channel),
        is_restricted=case.is_restricted,
        is_known=party.person_id is not None,
    )
    telling.demand_proof(channel, proof)
    before = Told.objects.filter(party=party, answer=current_answer(case), reached=False)
    attempts = [Attempt(TellChannel(told.channel), told.at) for told in before]
    if telling.is_told(channel, reached=reached, attempts=attempts, now=act.now):
        party.told_at = act.now
        party.save(update_fields=["told_at"])
    record_telling(act, party, channel, proof=proof, reached=reached)


def record_telling(
    act: Act, party: Party, channel: TellChannel, *, proof: str = "", reached: bool = True
) -> None:
    Told.objects.create(
        case=act.case,
        party=party,
        answer=current_answer(act.case),
        channel=channel,
        at=act.now,
        by_person_id=act.by.person_id,
        by_post_id=act.by.post_id,
        proof=proof.strip(),
        reached=reached,
    )


def conclude(act: Act) -> None:
    """Everybody is told: the window for a rating opens, or the case ends as it was decided to."""
    case = act.case
    case.told_at, case.outcome = act.now, current_answer(case).outcome
    act.reply_now()
    if case.ends_as:
        act.enter(State(case.ends_as))
        return
    act.end_step(act.operation)
    act.enter(State.AWAITING_RATING)
    case.warn_at, case.is_due_provisional = None, False
    case.due_at = act.now + timedelta(days=act.policy.settings.rating_days)


def finish_telling(
    act: Act, channel: TellChannel, persons: Sequence[int | None], *, reached: bool = True
) -> Case:
    case, answer = act.case, current_answer(act.case)
    ask = "解决了吗？请告诉我们。" if case.state == State.AWAITING_RATING else ""
    return act.finish(
        "told",
        answer.text,
        is_public=True,
        tell_parties=f"“{case.title}”有答复了：{answer.text}{ask}",
        answer_id=answer.pk,
        outcome=answer.outcome,
        person_ids=list(persons),
        channel=str(channel),
        reached=reached,
        signed=case.holder.title,
    )


def current_answer(case: Case) -> Answer:
    if case.answer is None:
        raise Refused(_("这件事还没有写好的答复。"))
    return case.answer
