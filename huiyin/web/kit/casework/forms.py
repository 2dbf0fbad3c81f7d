"""The forms of the acts on a case: few fields, one screen of a phone each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from huiyin.cases.queries import holders
from huiyin.cases.queries.detail import CaseDetail
from huiyin.cases.rules.words import Channel, Outcome, Supervision, TellChannel
from huiyin.escalation.rules import Policy, Urgency
from huiyin.lib.times import clock_words, local
from huiyin.people.rules import PostFacts, Viewer
from huiyin.web.kit.casework import choices
from huiyin.web.kit.casework.fields import AnswerMixin, CategoryForm, choice_of, labels, words_field
from huiyin.web.kit.forms import VersionedForm
from huiyin.web.kit.uploads import WithPhotos

MACHINERY = frozenset({"client_key", "version", "kept", "photos"})
MOST_PARTS = 3
END_OF_DAY = 18


@dataclass(frozen=True)
class Desk:
    """What a form is about."""

    detail: CaseDetail
    policy: Policy
    viewer: Viewer
    now: datetime


class CaseForm(VersionedForm):
    """An act on a case. Without fields of its own it is one button."""

    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk = desk
        self.fields["version"].initial = desk.detail.case.version
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the case."""

    @property
    def arguments(self) -> dict[str, Any]:
        """What was filled in, by the names of the action's arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MACHINERY}


class ReasonForm(CaseForm):
    reason = words_field(gettext_lazy("原因"))


class WordsForm(CaseForm):
    text = words_field(gettext_lazy("内容"))


class OptionalWordsForm(CaseForm):
    text = words_field(gettext_lazy("说明"), rows=2, is_needed=False)


class QuestionForm(CaseForm):
    question = words_field(gettext_lazy("想问什么"))


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


class MomentField(forms.DateTimeField):
    """A moment in the zone of the service, chosen with the phone's own picker."""

    widget = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M")


def _evening(now: datetime, *, days: int) -> datetime:
    """18:00 some days from now."""
    there = local(now) + timedelta(days=days)
    return there.replace(hour=END_OF_DAY, minute=0, second=0, microsecond=0)


class PromiseForm(CaseForm):
    promised_at = MomentField(label=gettext_lazy("最迟什么时候答复"))
    reason = words_field(gettext_lazy("说明"), rows=2, is_needed=False)

    def prepare(self) -> None:
        case, now = self.desk.detail.case, self.desk.now
        limit = case.handle_due_at if case.handle_due_at else case.due_at
        field = self.fields["promised_at"]
        evening = _evening(now, days=0 if local(now).hour < END_OF_DAY else 1)
        field.initial = min(evening, limit) if limit and limit > now else evening
        if limit:
            field.help_text = gettext("办理时限是 %s，不能更晚。") % clock_words(
                limit, now, gettext
            )


class ExtensionForm(CaseForm):
    until = MomentField(label=gettext_lazy("延到什么时候"))
    reason = words_field(gettext_lazy("原因"))

    def prepare(self) -> None:
        case, now = self.desk.detail.case, self.desk.now
        self.fields["until"].initial = _evening(case.due_at or now, days=1)
        if case.due_at:
            words = gettext("现在的时限是 %s。") % clock_words(case.due_at, now, gettext)
            self.fields["until"].help_text = words


class SuspensionForm(CaseForm):
    review_at = MomentField(label=gettext_lazy("什么时候再看"))
    reason = words_field(gettext_lazy("外部原因"))

    def prepare(self) -> None:
        self.fields["review_at"].initial = _evening(self.desk.now, days=7)


class DeclineForm(CaseForm):
    reason = words_field(gettext_lazy("为什么不归我们管"))
    right_place = forms.CharField(
        label=gettext_lazy("应当去哪里办"),
        max_length=200,
        help_text=gettext_lazy("例如：博物路 1 号区法院诉讼服务中心。会告诉诉求人。"),
    )


class _ToPostForm(CaseForm):
    """The case goes to another post."""

    to_post_id = forms.TypedChoiceField(
        label=gettext_lazy("给哪个岗位"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一个岗位。")},
    )
    reason = words_field(gettext_lazy("原因或要求"))
    nobody = gettext_lazy("这个地方没有别的同级岗位。往上请用“上交”，往下请用“交办”。")

    def prepare(self) -> None:
        field = choice_of(self, "to_post_id")
        field.choices = [(post.id, post.title) for post in self.posts()]
        if not field.choices:
            field.help_text = str(self.nobody)

    def posts(self) -> list[PostFacts]:
        return holders.posts_beside(self.desk.detail.case)


class TransferForm(_ToPostForm):
    pass


class AssignForm(_ToPostForm):
    nobody = gettext_lazy("这个地方没有更下一级的岗位。")

    def posts(self) -> list[PostFacts]:
        return holders.posts_under(self.desk.detail.case)


class UrgencyForm(CaseForm):
    urgency = forms.ChoiceField(label=gettext_lazy("改为"), widget=forms.RadioSelect)
    reason = words_field(gettext_lazy("原因"), rows=2)

    def prepare(self) -> None:
        order = list(Urgency)
        higher = order[order.index(Urgency(self.desk.detail.case.urgency)) + 1 :]
        field = choice_of(self, "urgency")
        field.choices = labels(higher)
        field.initial = higher[0].value if higher else None


class MergeForm(CaseForm):
    into_id = forms.TypedChoiceField(
        label=gettext_lazy("并入哪一件"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择要并入的那一件。")},
    )
    reason = words_field(gettext_lazy("说明"), rows=2, is_needed=False)

    def prepare(self) -> None:
        case = self.desk.detail.case
        found = holders.same_matters(
            self.desk.viewer, area=case.area, is_restricted=case.is_restricted, but=case.pk
        )
        alike = sorted(found, key=lambda other: other.category != case.category)
        field = choice_of(self, "into_id")
        field.choices = [
            (other.pk, f"{other.title} · {other.holder.title} · {other.number}") for other in alike
        ]
        if not found:
            field.help_text = gettext("这个网格没有别的正在办的事。")


class SplitForm(CaseForm):
    """Up to three further things, each with its category."""

    def prepare(self) -> None:
        grouped = [("", gettext("请选择")), *choices.categories(self.desk.policy)]
        for place in range(1, MOST_PARTS + 1):
            words = {"n": place}
            self.fields[f"text_{place}"] = words_field(
                gettext("第 %(n)d 件是什么") % words, rows=2, is_needed=place == 1
            )
            self.fields[f"category_{place}"] = forms.ChoiceField(
                label=gettext("第 %(n)d 件的类别") % words,
                choices=grouped,
                required=place == 1,
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in range(2, MOST_PARTS + 1):
            if cleaned.get(f"text_{place}") and not cleaned.get(f"category_{place}"):
                self.add_error(f"category_{place}", gettext("请选择这是哪一类事。"))
        return cleaned

    @property
    def parts(self) -> list[tuple[str, str]]:
        said = self.cleaned_data
        every = ((said[f"text_{n}"], said[f"category_{n}"]) for n in range(1, MOST_PARTS + 1))
        return [(text, category) for text, category in every if text]


class RecategoriseForm(CategoryForm, CaseForm):
    def __init__(self, *args: Any, desk: Desk, **kwargs: Any) -> None:
        case = desk.detail.case
        hits = [
            h for h in choices.suggested(case.text, desk.policy) if h.category.code != case.category
        ]
        super().__init__(*args, desk=desk, policy=desk.policy, hits=hits, **kwargs)


class CheckForm(CaseForm):
    passed = forms.TypedChoiceField(
        label=gettext_lazy("核查结果"),
        choices=[("yes", gettext_lazy("通过，可以告知")), ("no", gettext_lazy("不通过，继续办理"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请说明通过不通过。")},
    )
    reason = words_field(gettext_lazy("看到的情况（不通过要写明原因）"), rows=2, is_needed=False)


class DecideForm(CaseForm):
    approve = forms.TypedChoiceField(
        label=gettext_lazy("同意吗"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择同意或不同意。")},
    )
    reason = words_field(gettext_lazy("意见（不同意要写明原因）"), rows=2, is_needed=False)


class CallBackForm(CaseForm):
    solved = forms.TypedChoiceField(
        label=gettext_lazy("诉求人说解决了吗"),
        choices=[("yes", gettext_lazy("解决了")), ("no", gettext_lazy("没解决"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请先选择解决了没有。")},
    )
    stars = forms.TypedChoiceField(
        label=gettext_lazy("满意吗"),
        choices=[
            ("", gettext_lazy("没有说")),
            ("3", gettext_lazy("满意")),
            ("2", gettext_lazy("一般")),
            ("1", gettext_lazy("不满意")),
        ],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    text = words_field(gettext_lazy("他怎么说"), rows=2, is_needed=False)


class SuperviseForm(CaseForm):
    level = forms.ChoiceField(label=gettext_lazy("督办级别"), widget=forms.RadioSelect)
    text = words_field(gettext_lazy("督办意见"), rows=2, is_needed=False)

    def prepare(self) -> None:
        field = choice_of(self, "level")
        field.choices = labels([level for level in Supervision if level is not Supervision.NONE])
        field.initial = Supervision.NORMAL.value


class ExampleForm(CaseForm):
    title = forms.CharField(label=gettext_lazy("标题"), max_length=80)
    text = words_field(gettext_lazy("案例"), rows=6)
    consent = words_field(gettext_lazy("谁在什么时候怎样同意的"), rows=2)
