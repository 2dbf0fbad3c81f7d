"""Every operation on a case, from one table: what it takes and the action that does it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ninja import Router

from huiyin.cases import actions
from huiyin.cases.rules.transitions import TABLE, Operation, Relation
from huiyin.people.rules import Scope
from huiyin.web.api.operations import operation
from huiyin.web.api.shapes import acts
from huiyin.web.api.shapes.cases import CaseOut, CasesOut
from huiyin.web.api.shapes.parts import Id, MaybeKey, Out
from huiyin.web.kit.requests import SignedIn

if TYPE_CHECKING:
    from collections.abc import Callable

    from huiyin.cases.models import Case

router = Router(tags=["cases: operations"])


@dataclass(frozen=True)
class Line:
    """takes: the body. does: the action. answers: the case, or the cases it made."""

    takes: type[acts.ActIn]
    does: "Callable[..., Case | list[Case]]"
    answers: type[Out] = CaseOut


LINES: dict[Operation, Line] = {
    Operation.ACCEPT: Line(acts.PlainIn, actions.accept),
    Operation.NOTE: Line(acts.NoteIn, actions.note),
    Operation.ANSWER_NOW: Line(acts.AnswerNowIn, actions.answer_now),
    Operation.HAND_UP: Line(acts.ReasonIn, actions.hand_up),
    Operation.TRANSFER: Line(acts.ToPostIn, actions.transfer),
    Operation.ASSIGN: Line(acts.ToPostIn, actions.assign),
    Operation.SEND_BACK: Line(acts.ReasonIn, actions.send_back),
    Operation.RAISE_URGENCY: Line(acts.UrgencyIn, actions.raise_urgency),
    Operation.INSTRUCT: Line(acts.InstructIn, actions.instruct),
    Operation.SUPERVISE: Line(acts.SuperviseIn, actions.supervise),
    Operation.END_SUPERVISION: Line(acts.EndSupervisionIn, actions.supervise),
    Operation.PROMISE: Line(acts.PromiseIn, actions.promise),
    Operation.ASK_EXTENSION: Line(acts.ExtensionIn, actions.ask_extension),
    Operation.DECIDE_EXTENSION: Line(acts.DecideIn, actions.decide_extension),
    Operation.ASK_REPORTER: Line(acts.QuestionIn, actions.ask_reporter),
    Operation.REPLY_AS_REPORTER: Line(acts.ReplyIn, actions.reply_as_reporter),
    Operation.ASK_SUSPENSION: Line(acts.SuspensionIn, actions.ask_suspension),
    Operation.DECIDE_SUSPENSION: Line(acts.DecideIn, actions.decide_suspension),
    Operation.RESUME: Line(acts.ReasonIn, actions.resume),
    Operation.ASK_DECLINE: Line(acts.DeclineIn, actions.ask_decline),
    Operation.DECIDE_DECLINE: Line(acts.DecideIn, actions.decide_decline),
    Operation.SUBMIT_RESULT: Line(acts.ResultIn, actions.submit_result),
    Operation.CHECK_RESULT: Line(acts.CheckIn, actions.check_result),
    Operation.TELL: Line(acts.TellIn, actions.tell),
    Operation.RATE: Line(acts.RateIn, actions.rate),
    Operation.CALL_BACK: Line(acts.RateIn, actions.call_back),
    Operation.URGE: Line(acts.UrgeIn, actions.urge),
    Operation.WITHDRAW: Line(acts.MaybeReasonIn, actions.withdraw),
    Operation.MERGE: Line(acts.MergeIn, actions.merge),
    Operation.SPLIT: Line(acts.SplitIn, actions.split, CasesOut),
    Operation.REOPEN: Line(acts.ReasonIn, actions.reopen),
    Operation.RECATEGORISE: Line(acts.RecategoriseIn, actions.recategorise),
    Operation.MARK_LEGACY: Line(acts.ReasonIn, actions.mark_legacy),
    Operation.PUBLISH_EXAMPLE: Line(acts.ExampleIn, actions.publish_example),
}


def _register(name: Operation, line: Line) -> None:
    who = ", ".join(sorted(TABLE[name].who))
    states = ", ".join(sorted(TABLE[name].states))

    def act(request: SignedIn, case_id: Id, body: Any, key: MaybeKey = None) -> Out:
        done = line.does(
            case_id=case_id,
            viewer=request.viewer,
            now=request.now,
            version=body.version,
            client_key=key,
            **body.arguments(),
        )
        if isinstance(done, list):
            return CasesOut.of(done, now=request.now)
        return CaseOut.of(done, now=request.now)

    act.__annotations__["body"] = line.takes
    act.__doc__ = (
        f"{name.label}\n\n{_promise(line)} By: {who}. From: {states}. "
        "A wrong state or version is answered with 409."
    )
    operation(
        router,
        "POST",
        f"/cases/{{int:case_id}}/{name}",
        scope=Scope.WRITE_CASES,
        answers=line.answers,
        name=name.value,
    )(act)


def _promise(line: Line) -> str:
    """The first sentence of the action's own docstring."""
    return " ".join((line.does.__doc__ or "").split("\n\n")[0].split())


for _name, _line in LINES.items():
    if Relation.CLOCK not in TABLE[_name].who:
        _register(_name, _line)
