"""The life of a batch."""

from enum import StrEnum

from huiyin.lib.words import gettext_noop as _


class State(StrEnum):
    """Those with steps are worked off by jobs; in the others a person is asked."""

    READING = "reading"
    MAPPING = "mapping"
    CHECKING = "checking"
    PREVIEWED = "previewed"
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def is_working(self) -> bool:
        return self in WORKING


WORKING = frozenset({State.READING, State.CHECKING, State.RUNNING, State.UNDOING})
LABELS = {
    State.READING: _("正在读取"),
    State.MAPPING: _("等您核对列"),
    State.CHECKING: _("正在检查"),
    State.PREVIEWED: _("等您确认导入"),
    State.RUNNING: _("正在导入"),
    State.DONE: _("已导入"),
    State.UNDOING: _("正在撤销"),
    State.UNDONE: _("已撤销"),
    State.FAILED: _("没有读成"),
}
