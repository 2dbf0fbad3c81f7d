"""The history of a case, line by line: when, what, in which words, and who."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from huiyin.cases.queries.detail import CaseDetail
from huiyin.cases.rules.transitions import Operation
from huiyin.lib.words import gettext_noop as _
from huiyin.people.rules import Viewer
from huiyin.web.kit.casework.owed import name_of

if TYPE_CHECKING:
    from huiyin.ground.ledger.models import Entry

# what happened, by the kind of the ledger entry without `case.`, where an operation has the word for it
HAPPENED = {
    "accepted": Operation.ACCEPT,
    "noted": Operation.NOTE,
    "handed_up": Operation.HAND_UP,
    "moved_up": Operation.MOVE_UP,
    "transferred": Operation.TRANSFER,
    "assigned": Operation.ASSIGN,
    "sent_back": Operation.SEND_BACK,
    "urgency_raised": Operation.RAISE_URGENCY,
    "instructed": Operation.INSTRUCT,
    "supervised": Operation.SUPERVISE,
    "supervision_ended": Operation.END_SUPERVISION,
    "promised": Operation.PROMISE,
    "extension_asked": Operation.ASK_EXTENSION,
    "extension_decided": Operation.DECIDE_EXTENSION,
    "reporter_asked": Operation.ASK_REPORTER,
    "reporter_replied": Operation.REPLY_AS_REPORTER,
    "suspension_asked": Operation.ASK_SUSPENSION,
    "suspension_decided": Operation.DECIDE_SUSPENSION,
    "suspended": Operation.DECIDE_SUSPENSION,
    "resumed": Operation.RESUME,
    "decline_asked": Operation.ASK_DECLINE,
    "decline_decided": Operation.DECIDE_DECLINE,
    "result_submitted": Operation.SUBMIT_RESULT,
    "checked": Operation.CHECK_RESULT,
    "told": Operation.TELL,
    "tell_tried": Operation.TELL,
    "rated": Operation.RATE,
    "called_back": Operation.CALL_BACK,
    "closed": Operation.CLOSE,
    "withdrawn": Operation.WITHDRAW,
    "merged": Operation.MERGE,
    "split": Operation.SPLIT,
    "reopened": Operation.REOPEN,
    "urged": Operation.URGE,
    "recategorised": Operation.RECATEGORISE,
    "marked_legacy": Operation.MARK_LEGACY,
    "example_published": Operation.PUBLISH_EXAMPLE,
}
SAID_SO = {
    "opened": _("反映"),
    "warned": _("快到期提醒"),
    "reminded": _("提醒"),
    "followed": _("又有人反映"),
    "unfollowed": _("不再等候"),
    "handed_over": _("岗位交接"),
    "check_passed_up": _("岗位交接"),
    "decision_passed_up": _("岗位交接"),
}


@dataclass(frozen=True)
class Told:
    """One line of the history. who: the office and the person that did it. is_public: the reporter sees it too."""

    at: datetime
    word: str
    text: str
    who: str
    is_public: bool


def history(detail: CaseDetail, viewer: Viewer, names: Mapping[int, str]) -> list[Told]:
    """The reporter and those who follow speak as such; who may not know their names reads them masked."""
    reporters = {p.person_id: name_of(p, detail, viewer) for p in detail.parties if p.person_id}
    asked = {each: gettext("诉求人 %s") % name for each, name in reporters.items()}
    as_reporter = {**names, **asked}
    said = (entry for entry in detail.history if entry.data.get("text"))
    return [_told(entry, names if entry.by_post_id else as_reporter) for entry in said]


def _told(entry: "Entry", names: Mapping[int, str]) -> Told:
    return Told(
        at=entry.at,
        word=_word(entry.kind.removeprefix("case.")),
        text=gettext(str(entry.data["text"])),
        who=who(names, entry.by_post_id, entry.by_person_id),
        is_public=bool(entry.data.get("is_public")),
    )


def who(names: Mapping[int, str], post_id: int | None, person_id: int | None) -> str:
    words = f"{names.get(post_id or 0, '')} {names.get(person_id or 0, '')}".strip()
    return words or gettext("系统")


def _word(kind: str) -> str:
    operation = HAPPENED.get(kind)
    word = operation.label if operation else SAID_SO.get(kind, "")
    return gettext(word) if word else ""
