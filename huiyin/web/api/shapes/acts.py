"""What each operation on a case takes, besides the version."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from huiyin.cases.actions.joining import Part
from huiyin.cases.rules.words import Outcome, Supervision, TellChannel
from huiyin.escalation.rules import Urgency
from huiyin.web.api.shapes.parts import Id, Ids, In, Short, Text, Told, example

Stars = Annotated[int, Field(ge=1, le=3)]


class ActIn(In):
    """`version`: that of the case as it was read; another one by now is answered with 409. Null does not ask."""

    version: Annotated[int, Field(ge=0)] | None = None

    def arguments(self) -> Mapping[str, Any]:
        """What the action takes by these names."""
        return {name: getattr(self, name) for name in type(self).model_fields if name != "version"}


class PlainIn(ActIn):
    model_config = example(version=1)


class ReasonIn(ActIn):
    reason: Text

    model_config = example(reason="需要上一级协调解决。", version=2)


class MaybeReasonIn(ActIn):
    reason: Text = ""

    model_config = example(reason="已经自己解决了。")


class NoteIn(ActIn):
    text: Text
    is_public: bool = False
    file_ids: Ids = []

    model_config = example(text="已联系物业，下午到场。", is_public=True)


class InstructIn(ActIn):
    text: Text

    model_config = example(text="请今天下班前给居民一个说法。")


class AnswerNowIn(ActIn):
    text: Text
    outcome: Outcome
    channel: TellChannel
    proof: Text = ""
    file_ids: Ids = []

    model_config = example(
        text="带身份证和房产证到社区办理即可。",
        outcome="explained",
        channel="phone",
        proof="8:20 电话告知本人",
    )


class ToPostIn(ActIn):
    to_post_id: Id
    reason: Text

    model_config = example(to_post_id=1, reason="属于相邻网格。")


class UrgencyIn(ActIn):
    urgency: Urgency
    reason: Text

    model_config = example(urgency="urgent", reason="涉及老人用水。")


class SuperviseIn(ActIn):
    level: Supervision
    text: Text = ""

    model_config = example(level="yellow", text="请每天报告一次进展。")


class EndSupervisionIn(ActIn):
    text: Text = ""

    model_config = example(text="进展正常。")

    def arguments(self) -> Mapping[str, Any]:
        return {"level": Supervision.NONE, "text": self.text}


class PromiseIn(ActIn):
    promised_at: Told
    reason: Text = ""

    model_config = example(promised_at="2026-09-14T18:00:00+08:00")


class ExtensionIn(ActIn):
    until: Told
    reason: Text

    model_config = example(until="2026-09-16T18:00:00+08:00", reason="配件明天到货。")


class SuspensionIn(ActIn):
    reason: Text
    review_at: Told

    model_config = example(review_at="2026-09-20T09:00:00+08:00", reason="等待天气转好后施工。")


class DeclineIn(ActIn):
    reason: Text
    right_place: Short

    model_config = example(reason="属于民事诉讼。", right_place="县人民法院诉讼服务中心")


class DecideIn(ActIn):
    approve: bool
    reason: Text = ""

    model_config = example(approve=True, reason="同意。")


class QuestionIn(ActIn):
    question: Text

    model_config = example(question="请问是几号楼几单元？")


class ReplyIn(ActIn):
    text: Text
    file_ids: Ids = []

    model_config = example(text="是3号楼2单元。")


class ResultIn(ActIn):
    text: Text
    outcome: Outcome
    measures: Text = ""
    review_on: date | None = None
    file_ids: Ids = []

    model_config = example(text="已协调解决，请放心。", outcome="explained")


class CheckIn(ActIn):
    passed: bool
    reason: Text = ""

    model_config = example(passed=True, reason="现场看过，属实。")


class TellIn(ActIn):
    channel: TellChannel
    person_id: Id | None = None
    proof: Text = ""
    reached: bool = True

    model_config = example(channel="phone", proof="16:05 电话告知本人")


class RateIn(ActIn):
    solved: bool
    stars: Stars | None = None
    text: Text = ""

    model_config = example(solved=True, stars=3, text="很快，谢谢。")


class UrgeIn(ActIn):
    text: Text = ""

    model_config = example(text="今天还没有人来。")


class MergeIn(ActIn):
    into_id: Id
    reason: Text = ""

    model_config = example(into_id=1, reason="同一处停水。")


class PartIn(In):
    text: Text
    category: Annotated[str, Field(min_length=4, max_length=4)]


class SplitIn(ActIn):
    parts: Annotated[list[PartIn], Field(min_length=1, max_length=10)]

    model_config = example(parts=[{"text": "楼道里堆了杂物。", "category": "0801"}])

    def arguments(self) -> Mapping[str, Any]:
        return {"parts": [Part(text=part.text, category=part.category) for part in self.parts]}


class RecategoriseIn(ActIn):
    category: Annotated[str, Field(min_length=4, max_length=4)]

    model_config = example(category="0801")


class ExampleIn(ActIn):
    title: Short
    text: Text
    consent: Text

    model_config = example(
        title="一盏路灯的回音",
        text="居民反映路灯不亮，当天修好。",
        consent="当事人 9 月 14 日电话同意",
    )
