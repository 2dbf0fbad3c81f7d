"""What can be done to a case on these pages: each act with its words, its form and the action it calls.

The table of cases says who may do what and when; here stands only how it is asked for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from huiyin.cases import actions
from huiyin.cases.rules.transitions import Operation
from huiyin.lib.words import gettext_noop
from huiyin.web.kit.casework import doing, forms
from huiyin.web.kit.requests import SignedIn

if TYPE_CHECKING:
    from huiyin.cases.models import Case

MOST_MAIN = 3


@dataclass(frozen=True)
class Offer:
    """One act. lead: what it means, for who does it rarely. done: the good news afterwards."""

    operation: Operation
    icon: str
    form: type[forms.CaseForm]
    do: Callable[[SignedIn, Any, dict[str, Any]], "Case | list[Case]"]
    done: str
    lead: str = ""

    @property
    def name(self) -> str:
        return self.operation.value

    @property
    def label(self) -> str:
        """What stands on its button."""
        return gettext(self.operation.label)

    @property
    def lead_words(self) -> str:
        return gettext(self.lead) if self.lead else ""

    @property
    def is_decision(self) -> bool:
        return self.form is forms.DecideForm


_N, _O = gettext_noop, Operation
# in the order in which they are offered: what the moment asks for stands first
OFFERS = (
    Offer(_O.ACCEPT, "check", forms.CaseForm, doing.accept, _N("已受理，诉求人会收到通知。")),
    Offer(
        _O.DECIDE_EXTENSION,
        "clock",
        forms.DecideForm,
        doing.plain(actions.decide_extension),
        _N("已审批。"),
    ),
    Offer(
        _O.DECIDE_SUSPENSION,
        "pause",
        forms.DecideForm,
        doing.plain(actions.decide_suspension),
        _N("已审批。"),
    ),
    Offer(
        _O.DECIDE_DECLINE,
        "return",
        forms.DecideForm,
        doing.plain(actions.decide_decline),
        _N("已审批。"),
    ),
    Offer(
        _O.CHECK_RESULT,
        "eye",
        forms.CheckForm,
        doing.plain(actions.check_result),
        _N("核查结果已记下。"),
        _N("请到现场看，或给诉求人打个电话，再说通过不通过。"),
    ),
    Offer(
        _O.TELL,
        "talk",
        forms.TellForm,
        doing.tell,
        _N("已记下。"),
        _N("在群里和私下的，由系统把答复送到；打电话、当面的，请在说过以后再记。"),
    ),
    Offer(
        _O.SUBMIT_RESULT,
        "done",
        forms.ResultForm,
        doing.submit_result,
        _N("结果已提交。"),
        _N("写给诉求人看的答复。"),
    ),
    Offer(
        _O.ANSWER_NOW,
        "reply",
        forms.AnswerNowForm,
        doing.answer_now,
        _N("已答复，诉求人会看到。"),
        _N("当场能说清、能办好的，一次答复并告知。"),
    ),
    Offer(_O.NOTE, "edit", forms.NoteForm, doing.note, _N("已记下。")),
    Offer(
        _O.REPLY_AS_REPORTER,
        "edit",
        forms.ReplyForm,
        doing.reply,
        _N("已记下，继续办理。"),
        _N("诉求人在电话里或当面补充的，由您代为记下。"),
    ),
    Offer(
        _O.RESUME,
        "play",
        forms.ReasonForm,
        doing.plain(actions.resume),
        _N("继续办理，时限接着算。"),
    ),
    Offer(
        _O.CALL_BACK,
        "phone",
        forms.CallBackForm,
        doing.plain(actions.call_back),
        _N("已记下。"),
        _N("问过诉求人以后，记下他怎么说。没解决的会重新办理并交给上一级。"),
    ),
    Offer(
        _O.HAND_UP,
        "up",
        forms.ReasonForm,
        doing.plain(actions.hand_up),
        _N("已上交。"),
    ),
    Offer(
        _O.PROMISE,
        "calendar",
        forms.PromiseForm,
        doing.plain(actions.promise),
        _N("已告诉诉求人答复的时间。"),
        _N("诉求人会看到这个时间；到时没有答复，会提醒您和上一级。"),
    ),
    Offer(
        _O.ASK_REPORTER,
        "talk",
        forms.QuestionForm,
        doing.plain(actions.ask_reporter),
        _N("已请诉求人补充，时限暂停。"),
        _N("一次只问一个问题。等回答时时限暂停，三天没有回答就按现有情况继续办。"),
    ),
    Offer(
        _O.ASK_EXTENSION,
        "clock",
        forms.ExtensionForm,
        doing.plain(actions.ask_extension),
        _N("已提交延期申请。"),
        _N("由上一级审批。批准后，诉求人会看到新的时间和原因。"),
    ),
    Offer(
        _O.ASK_SUSPENSION,
        "pause",
        forms.SuspensionForm,
        doing.plain(actions.ask_suspension),
        _N("已提交挂起申请。"),
        _N("只因外部原因（天气、备料、诉讼等）停下。由上一级审批，诉求人会看到原因。"),
    ),
    Offer(
        _O.ASK_DECLINE,
        "stop",
        forms.DeclineForm,
        doing.plain(actions.ask_decline),
        _N("已提交不予受理申请。"),
        _N("属于法院、仲裁、信访等渠道的，说明应当去哪里。由社区书记或更上一级审批。"),
    ),
    Offer(
        _O.SEND_BACK,
        "return",
        forms.ReasonForm,
        doing.plain(actions.send_back),
        _N("已退回。"),
        _N("只退不归您管的。退回两次后由街道网格中心指定，时限不重新计算。"),
    ),
    Offer(
        _O.TRANSFER,
        "transfer",
        forms.TransferForm,
        doing.plain(actions.transfer),
        _N("已转派，时限不变。"),
    ),
    Offer(
        _O.ASSIGN, "assign", forms.AssignForm, doing.plain(actions.assign), _N("已交办，时限不变。")
    ),
    Offer(_O.RAISE_URGENCY, "urge", forms.UrgencyForm, doing.raise_urgency, _N("已加急。")),
    Offer(
        _O.MERGE,
        "merge",
        forms.MergeForm,
        doing.plain(actions.merge),
        _N("已并案，诉求人会一起得到答复。"),
        _N("同一件事、同一个地方的，并到一件里办。两边的诉求人都会知道结果。"),
    ),
    Offer(
        _O.SPLIT,
        "split",
        forms.SplitForm,
        doing.split,
        _N("已拆分。"),
        _N("一件里说了几件事的，把另外的事拆出来单独办，诉求人不变。"),
    ),
    Offer(_O.RECATEGORISE, "filter", forms.RecategoriseForm, doing.recategorise, _N("类别已改。")),
    Offer(_O.INSTRUCT, "flag", forms.WordsForm, doing.plain(actions.instruct), _N("批示已送达。")),
    Offer(_O.SUPERVISE, "eye", forms.SuperviseForm, doing.supervise, _N("已督办。")),
    Offer(
        _O.END_SUPERVISION,
        "eye",
        forms.OptionalWordsForm,
        doing.end_supervision,
        _N("已取消督办。"),
    ),
    Offer(
        _O.MARK_LEGACY,
        "flag",
        forms.ReasonForm,
        doing.plain(actions.mark_legacy),
        _N("已标为历史遗留。"),
        _N("多年没有解决的老问题。标记以后仍算未办结。"),
    ),
    Offer(
        _O.REOPEN,
        "refresh",
        forms.ReasonForm,
        doing.plain(actions.reopen),
        _N("已重新办理，交给上一级。"),
    ),
    Offer(
        _O.PUBLISH_EXAMPLE,
        "star",
        forms.ExampleForm,
        doing.plain(actions.publish_example),
        _N("宣传案例已发布。"),
        _N("重新写过，不出现姓名、门牌和编号；要诉求人同意。"),
    ),
)
OFFERED = {offer.name: offer for offer in OFFERS}


def offered(operations: Sequence[Operation]) -> tuple[list[Offer], list[Offer]]:
    """What stands on the page of a case: the acts the moment asks for, and the rest to unfold."""
    every = [offer for offer in OFFERS if offer.operation in operations]
    return every[:MOST_MAIN], every[MOST_MAIN:]
