"""A post changes hands: its cases say so, and what its new people may not decide themselves goes one rung up.

Cases rest on posts, so they come by themselves. Bound to a person is who handled a result and who asked for something:
nobody checks or decides that alone, whatever post they take.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiyin.cases.actions.act import Act, facts
from huiyin.cases.actions.clock import move_check_up
from huiyin.cases.actions.desk import locked
from huiyin.cases.models import Application, Case
from huiyin.cases.queries import held
from huiyin.cases.queries.access import RUNG_OF_ROLE, frozen_policy
from huiyin.cases.queries.holders import holder_at
from huiyin.cases.rules.transitions import Operation
from huiyin.escalation.rules import Rung
from huiyin.ground.ledger import actions as ledger
from huiyin.posts.actions import Holding, Passing
from huiyin.posts.rules import Held


def told(holding: Holding) -> Sequence[Held]:
    return held.told(holding.post.id, holding.viewer)


def moved(passing: Passing) -> Sequence[Held]:
    """Write the hand-over into every open case, and pass up what nobody of the post may decide. Counts what came along."""
    post_id, acting = passing.post.id, passing.acting_ids
    along = [each for each in held.told_numbers(post_id) if each.number]
    for case_id in sorted(held.stuck_checks(post_id, acting).values_list("pk", flat=True)):
        _pass_check_up(case_id, passing)
    for application in held.stuck_decisions(post_id, acting).order_by("id"):
        _pass_decision_up(application, passing)
    _write_down(passing)
    return along


def left(passing: Passing) -> Sequence[Held]:
    """What still waits for somebody who may not do it."""
    post_id, acting = passing.post.id, passing.acting_ids
    return [
        Held(held.CHECKS, held.stuck_checks(post_id, acting).count()),
        Held(held.DECISIONS, held.stuck_decisions(post_id, acting).count()),
    ]


def _write_down(passing: Passing) -> None:
    """The case files show who had it and who has it now. One statement however many there are."""
    given = passing.from_name or _("（空缺）")
    words = _("%(post)s交接：由%(given)s交给%(taken)s。") % {
        "post": passing.post.title,
        "given": given,
        "taken": passing.to_name or _("上级岗位代管"),
    }
    if entries := [_entry(case, words, passing) for case in held.held_cases(passing.post.id)]:
        ledger.record_all(entries)


def _entry(case: Case, words: str, passing: Passing) -> ledger.Draft:
    return ledger.draft(
        "case.handed_over",
        subject="case",
        subject_id=case.pk,
        by=passing.by,
        at=passing.now,
        area=case.area,
        data=facts(case)
        | {
            "text": words,
            "is_public": True,
            "from_person_id": passing.from_person_id,
            "to_person_id": passing.to_person_id,
        },
        topics=[f"case:{case.pk}", f"post:{case.holder_id}"],
    )


def _pass_check_up(case_id: int, passing: Passing) -> None:
    case = locked(case_id)
    before = case.checker_id
    act = Act(case, Operation.MOVE_UP, passing.now, frozen_policy(case), passing.by)
    move_check_up(act)
    if case.checker_id == before:
        return  # nobody is above: counted as left, and the hand-over is refused
    words = _("结果是接任的人办的，不能由本人核查，改由%(post)s核查。") % {
        "post": act.around.title(case.checker_id or 0)
    }
    act.finish("check_passed_up", words, tell_posts={case.checker_id or 0})


def _pass_decision_up(application: Application, passing: Passing) -> None:
    case = locked(application.case_id)
    above = RUNG_OF_ROLE[passing.post.role].above
    if above is None:
        return
    _rung, post = holder_at(case.area, from_rung=Rung(above))
    application.decider_id = post.id
    application.save(update_fields=["decider"])
    act = Act(case, Operation.MOVE_UP, passing.now, frozen_policy(case), passing.by)
    words = _("申请是接任的人提的，不能由本人审批，改由%(post)s审批。") % {"post": post.title}
    act.announce("decision_passed_up", words, tell_posts={post.id})
