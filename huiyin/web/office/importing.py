"""Who may do what with imports, their forms, and how a batch is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.ground.imports import Change, Kind, What, queries
from huiyin.ground.imports.rules import State, kind_of
from huiyin.ground.ledger.actions import By
from huiyin.ground.sheets import Format
from huiyin.lib.refusal import NotThere
from huiyin.people.rules import PostFacts, Verb, Viewer
from huiyin.territory.rules import is_within
from huiyin.web.kit.forms import Form

if TYPE_CHECKING:
    from huiyin.ground.imports.models import ImportBatch

VERBS = frozenset({Verb.CONFIGURE, Verb.MANAGE_SETTINGS})
ENDINGS = {Format.XLSX: ".xlsx", Format.CSV: ".csv", Format.GEOJSON: ".geojson,.json"}
NOT_USED = ""


def importing_post(viewer: Viewer) -> PostFacts:
    """The post for which somebody imports: the one that looks after most. The door has let none in without one."""
    posts = [post for post in viewer.posts if post.role.verbs & VERBS]
    return min(posts, key=lambda post: len(post.path))


def by_of(viewer: Viewer) -> By:
    return By(viewer.person_id, importing_post(viewer).id)


def batch_of(batch_id: int, viewer: Viewer) -> "ImportBatch":
    """The batch, for whoever imports where it was brought in. Raises NotThere."""
    found = queries.batch(batch_id)
    if not is_within(found.area, importing_post(viewer).path):
        raise NotThere("没有找到这次导入。")
    return found


def may_see_rows(found: "ImportBatch", viewer: Viewer) -> bool:
    """Rows about persons are for who brought them alone: the others see counts."""
    return not kind_of(found.kind).is_personal or found.person_id == viewer.person_id


class UploadForm(Form):
    """A file; where it holds positions, the system they are counted in."""

    file = forms.FileField(label=gettext_lazy("表格文件"))

    def __init__(self, kind: Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind.systems:
            self.fields["system"] = forms.ChoiceField(
                label=gettext("坐标系"),
                help_text=gettext("国内地图软件画的多半是 GCJ-02；不清楚就问画图的人。"),
                choices=[("", gettext("请选择")), *((v, gettext(w)) for v, w in kind.systems)],
            )


class ColumnsForm(Form):
    """Which column of the file is which: a choice for each of ours."""

    def __init__(self, kind: Kind, header: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(NOT_USED, gettext("（文件里没有）"))]
        choices += [(str(place), _heading(place, text)) for place, text in enumerate(header)]
        for column in kind.columns:
            self.fields[f"column_{column.name}"] = forms.ChoiceField(
                label=gettext(column.label),
                help_text=gettext(column.hint) if column.hint else "",
                required=column.is_required,
                choices=choices,
            )
        if kind.ends_gone:
            self.fields["is_complete"] = forms.BooleanField(
                label=gettext(kind.gone_sentence), required=False
            )

    @property
    def mapping(self) -> dict[str, int]:
        """{column name: place in the header}."""
        return {
            name.removeprefix("column_"): int(chosen)
            for name, chosen in self.cleaned_data.items()
            if name.startswith("column_") and chosen != NOT_USED
        }

    @property
    def is_complete(self) -> bool:
        return bool(self.cleaned_data.get("is_complete"))


def _heading(place: int, text: str) -> str:
    letter = chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)
    return f"{letter} {text}"


@dataclass(frozen=True)
class Shown:
    """A batch in a list or on its page."""

    batch: "ImportBatch"
    kind: Kind

    @property
    def label(self) -> str:
        return gettext(self.kind.label)

    @property
    def stage(self) -> str:
        return gettext(self.batch.stage.label)

    @property
    def tone(self) -> str:
        tones = {State.DONE: "green", State.FAILED: "red", State.PREVIEWED: "amber"}
        return {**tones, State.MAPPING: "amber"}.get(self.batch.stage, "")

    @property
    def icon(self) -> str:
        icons = {State.DONE: "done", State.FAILED: "stop", State.UNDONE: "return"}
        return icons.get(self.batch.stage, "clock" if self.batch.stage.is_working else "hand")

    @property
    def percent(self) -> int:
        return self.batch.step * 100 // self.batch.steps

    @property
    def counts(self) -> list[tuple[What, str, int]]:
        told = self.batch.counts
        return [
            (what, gettext(what.label), told[what.value]) for what in What if told.get(what.value)
        ]

    @property
    def changes(self) -> int:
        return sum(self.batch.counts.get(what.value, 0) for what in (What.NEW, What.CHANGED))

    @property
    def ends(self) -> int:
        """How many members end with a run."""
        gone: int = self.batch.counts.get(What.GONE.value, 0)
        return gone if self.batch.is_complete and not self.refused else 0

    @property
    def refused(self) -> int:
        return int(self.batch.counts.get(What.REFUSED.value, 0))


@dataclass(frozen=True)
class Part:
    """The first rows of one kind of change."""

    what: What
    rows: list[tuple[int, Change]]
    count: int

    @property
    def label(self) -> str:
        return gettext(self.what.label)

    @property
    def is_refused(self) -> bool:
        return self.what is What.REFUSED

    @property
    def is_changed(self) -> bool:
        return self.what is What.CHANGED

    @property
    def is_gone(self) -> bool:
        return self.what is What.GONE

    @property
    def more(self) -> int:
        return self.count - len(self.rows)


def parts_of(found: "ImportBatch") -> list[Part]:
    """Refused rows first: they are what a person has to look at."""
    samples = queries.samples_of(found)
    order = (What.REFUSED, What.NEW, What.CHANGED, What.GONE, What.SAME)
    return [
        Part(what, sorted(samples[what]), found.counts.get(what.value, 0))
        for what in order
        if what in samples
    ]


def shown(found: "ImportBatch") -> Shown:
    return Shown(found, kind_of(found.kind))


def latest(viewer: Viewer) -> list[Shown]:
    area = importing_post(viewer).path
    return [shown(each) for each in queries.latest() if is_within(each.area, area)]


def accepted(kind: Kind) -> str:
    """What the file dialog of a browser offers."""
    return ",".join(ENDINGS[each] for each in Format if each in kind.formats)
