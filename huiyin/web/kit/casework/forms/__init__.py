"""The forms of the acts on a case, a package by what they ask: few fields, one screen of a phone each."""

from huiyin.web.kit.casework.forms.answers import (
    AnswerForm,
    AnswerNowForm,
    NoteForm,
    ReplyForm,
    ResultForm,
    TellForm,
)
from huiyin.web.kit.casework.forms.base import (
    CaseForm,
    Desk,
    OptionalWordsForm,
    QuestionForm,
    ReasonForm,
    WordsForm,
)
from huiyin.web.kit.casework.forms.judging import (
    CallBackForm,
    CheckForm,
    DecideForm,
    ExampleForm,
    SuperviseForm,
)
from huiyin.web.kit.casework.forms.moving import (
    AssignForm,
    DeclineForm,
    MergeForm,
    RecategoriseForm,
    SplitForm,
    TransferForm,
    UrgencyForm,
)
from huiyin.web.kit.casework.forms.times import (
    ExtensionForm,
    PromiseForm,
    SuspensionForm,
)

__all__ = [
    "AnswerForm",
    "AnswerNowForm",
    "AssignForm",
    "CallBackForm",
    "CaseForm",
    "CheckForm",
    "DecideForm",
    "DeclineForm",
    "Desk",
    "ExampleForm",
    "ExtensionForm",
    "MergeForm",
    "NoteForm",
    "OptionalWordsForm",
    "PromiseForm",
    "QuestionForm",
    "ReasonForm",
    "RecategoriseForm",
    "ReplyForm",
    "ResultForm",
    "SplitForm",
    "SuperviseForm",
    "SuspensionForm",
    "TellForm",
    "TransferForm",
    "UrgencyForm",
    "WordsForm",
]
