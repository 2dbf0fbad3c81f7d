"""What is written down of the work and said to the reporter: notes, results, answers, tellings."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.cases.queries.detail import CaseDetail
from huiyin.cases.rules.words import Channel, Outcome, TellChannel
from huiyin.web.kit.casework import choices
from huiyin.web.kit.casework.fields import AnswerMixin, choice_of, labels, words_field
from huiyin.web.kit.casework.forms.base import CaseForm
from huiyin.web.kit.uploads import WithPhotos


class NoteForm(WithPhotos, CaseForm):
    text = words_field(gettext_lazy("办了什么"))
    is_public = forms.TypedChoiceField(
        label=gettext_lazy("给谁看"),
        choices=[("no", gettext_lazy("内部记录")), ("yes", gettext_lazy("诉求人也看得到"))],
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect,
    )
    field_order = ("text", "photos", "is_public")


class ReplyForm(WithPhotos, CaseForm):
    text = words_field(gettext_lazy("诉求人补充了什么"))
    field_order = ("text", "photos")


def _outcomes(but: Sequence[Outcome] = ()) -> list[tuple[str, str]]:
    return labels([outcome for outcome in Outcome if outcome not in but])


class AnswerForm(AnswerMixin, WithPhotos, CaseForm):
    """An answer: the words, what came of it, the proof."""

    text = words_field(gettext_lazy("答复"), rows=5)
    outcome = forms.ChoiceField(
        label=gettext_lazy("结果"), widget=forms.RadioSelect, initial=Outcome.SOLVED.value
    )

    def prepare(self) -> None:
        case = self.desk.detail.case
        self.templates: Sequence[choices.Template] = choices.templates([case.category])
        choice_of(self, "outcome").choices = _outcomes()
        needs_photo = self.desk.policy.category(case.category).needs_place_proof
        if needs_photo and not any(file.is_proof for file in self.desk.detail.files):
            self.fields["photos"].help_text = gettext("这类事办结要有现场照片。")


class ResultForm(AnswerForm):
    measures = words_field(gettext_lazy("会采取什么措施"), rows=2, is_needed=False)
    review_on = forms.DateField(
        label=gettext_lazy("哪一天再看进展"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    field_order = ("text", "outcome", "measures", "review_on", "photos")


def proof_field() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("怎么告知的"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "例如：几点、打的哪个电话、当面和谁说的。寄信或张贴要写明时间地点。"
        ),
    )


def _ways(detail: CaseDetail) -> list[tuple[str, str]]:
    """The ways by which this answer may reach who waits for it, the system's own first."""
    is_group = detail.case.channel == Channel.GROUP and not detail.case.is_restricted
    is_known = all(party.person_id is not None for party in detail.parties)
    shut = set()
    if not is_group:
        shut.add(TellChannel.GROUP_REPLY)
    if not is_known:
        shut.add(TellChannel.PRIVATE_MESSAGE)
    return labels([channel for channel in TellChannel if channel not in shut])


class AnswerNowForm(AnswerForm):
    channel = forms.ChoiceField(label=gettext_lazy("怎样告知"), widget=forms.RadioSelect)
    proof = proof_field()
    field_order = ("text", "outcome", "photos", "channel", "proof")

    def prepare(self) -> None:
        super().prepare()
        # what is planned or not possible needs a date or measures: that is a result, not an answer on the spot
        outcome = choice_of(self, "outcome")
        outcome.choices = _outcomes([Outcome.PLANNED, Outcome.NOT_POSSIBLE])
        ways = _ways(self.desk.detail)
        channel = choice_of(self, "channel")
        channel.choices = ways
        channel.initial = ways[0][0]


class TellForm(CaseForm):
    person = forms.TypedChoiceField(
        label=gettext_lazy("告知谁"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=gettext_lazy("怎样告知"), widget=forms.RadioSelect)
    reached = forms.TypedChoiceField(
        label=gettext_lazy("联系上了吗"),
        choices=[("yes", gettext_lazy("联系上了，已说清")), ("no", gettext_lazy("没联系上"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    proof = proof_field()

    def prepare(self) -> None:
        untold = [party for party in self.desk.detail.parties if party.told_at is None]
        named = [(party.person_id, party.shown_name) for party in untold if party.person]
        if len(untold) < 2:
            del self.fields["person"]
        else:
            choice_of(self, "person").choices = [("", gettext("所有还没告知的人")), *named]
        ways = _ways(self.desk.detail)
        channel = choice_of(self, "channel")
        channel.choices = ways
        channel.initial = ways[0][0]
