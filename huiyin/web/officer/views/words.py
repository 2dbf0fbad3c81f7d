"""What is done with words of a group: answer, make a case, add to one, move aside, sort, take down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.cases.queries.holders import same_matters
from huiyin.escalation import queries as escalation
from huiyin.groups import actions, queries
from huiyin.groups.queries import Access, Line
from huiyin.groups.rules import GroupKind, MessageClass
from huiyin.lib.refusal import NotThere, Refused
from huiyin.lib.words import gettext_noop
from huiyin.web.kit.casework.choices import Suggested, Template, suggested, templates
from huiyin.web.kit.casework.fields import (
    AnswerMixin,
    CategoryForm,
    choice_of,
    nature_field,
    urgency_field,
    words_field,
)
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import WithPhotos, number
from huiyin.web.officer.pages import page_with_form
from huiyin.web.officer.stretches import talk_address

NO_PAGE = gettext_noop("没有找到这个页面。")


@dataclass(frozen=True)
class Chosen:
    """The words that were chosen, in the order they were said, with what they point to."""

    request: SignedIn
    access: Access
    lines: list[Line]
    hits: list[Suggested]

    @property
    def ids(self) -> list[int]:
        return [line.id for line in self.lines]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines if line.text)


class AnswerForm(AnswerMixin, WithPhotos):
    text = words_field(gettext_lazy("答复"), rows=4)

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates: Sequence[Template] = templates([h.category.code for h in chosen.hits])


class CaseForm(CategoryForm):
    urgency = urgency_field()
    nature = nature_field()
    place = forms.CharField(
        label=gettext_lazy("在哪里"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"max_length": gettext_lazy("地点请写在 200 字以内。")},
    )
    title = forms.CharField(label=gettext_lazy("标题"), required=False, max_length=24)

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        policy = escalation.policy()
        super().__init__(*args, policy=policy, hits=chosen.hits, **kwargs)
        if chosen.text.rstrip().endswith(("?", "？", "吗", "呢")):
            self.fields["nature"].initial = "question"


class LinkForm(Form):
    case = forms.TypedChoiceField(
        label=gettext_lazy("并入哪一件"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一件正在办的事。")},
    )

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        path = chosen.access.facts.node_path
        found = same_matters(chosen.request.viewer, area=path)
        choice_of(self, "case").choices = [
            (case.pk, f"{case.title} · {case.number}") for case in found
        ]


class AsideForm(Form):
    """One button."""

    def __init__(self, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class SortForm(AsideForm):
    to = forms.ChoiceField(
        label=gettext_lazy("这几句话是"),
        choices=[
            (MessageClass.SMALL_TALK.value, gettext_lazy("闲聊，不用答复")),
            (MessageClass.OFF_TOPIC.value, gettext_lazy("与本群无关（广告、争吵等）")),
            (MessageClass.ANSWERED_HERE.value, gettext_lazy("别处已经答复了")),
            (MessageClass.UNANSWERED.value, gettext_lazy("还要答复（撤销分类）")),
        ],
        widget=forms.RadioSelect,
        initial=MessageClass.SMALL_TALK.value,
    )


class RecallForm(AsideForm):
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("撤下居民的话要写明原因，会留作记录；自己刚发的不用写。"),
    )


def _answer(chosen: Chosen, form: Any) -> str:
    request = chosen.request
    file_ids = form.take_files(request)
    if len(file_ids) > 1:
        raise Refused(gettext("答复里一次附一个文件，多的请接着再发。"))
    reply = actions.answer_here(
        viewer=request.viewer,
        message_ids=chosen.ids,
        text=form.cleaned_data["text"],
        file_id=file_ids[0] if file_ids else None,
        client_key=form.key or uuid4(),
        now=request.now,
    )
    return talk_address(reply.group_id, reply.seq, reply.seq)


def _case(chosen: Chosen, form: Any) -> str:
    said = form.cleaned_data
    case = actions.make_case(
        viewer=chosen.request.viewer,
        message_ids=chosen.ids,
        category=form.code,
        urgency=said["urgency"] or None,
        nature=said["nature"],
        title=said["title"] or chosen.text.strip().partition("\n")[0],
        place=said["place"],
        client_key=form.key,
        now=chosen.request.now,
    )
    return redirect("officer:case", case_id=case.pk).url


def _link(chosen: Chosen, form: Any) -> str:
    case = actions.link_to_case(
        viewer=chosen.request.viewer,
        message_ids=chosen.ids,
        case_id=form.cleaned_data["case"],
        now=chosen.request.now,
    )
    return redirect("officer:case", case_id=case.pk).url


def _aside(chosen: Chosen, _form: Any) -> str:
    talk = actions.move_aside(
        viewer=chosen.request.viewer, message_ids=chosen.ids, now=chosen.request.now
    )
    return redirect("officer:group", group_id=talk.pk).url


def _sort(chosen: Chosen, form: Any) -> str:
    actions.classify(
        viewer=chosen.request.viewer,
        message_ids=chosen.ids,
        message_class=form.cleaned_data["to"],
        now=chosen.request.now,
    )
    return _back(chosen)


def _recall(chosen: Chosen, form: Any) -> str:
    for message_id in chosen.ids:
        actions.recall_message(
            viewer=chosen.request.viewer,
            message_id=message_id,
            reason=form.cleaned_data["reason"],
            now=chosen.request.now,
        )
    return _back(chosen)


def _back(chosen: Chosen) -> str:
    group = chosen.access.group
    return talk_address(group.pk, chosen.lines[0].seq, group.last_seq)


@dataclass(frozen=True)
class Way:
    """One thing that can be done with chosen words. do: acts and returns where to go on."""

    form: Callable[..., Form]
    do: Callable[[Chosen, Any], str]
    name: str
    icon: str
    button: str
    done: str
    lead: str = ""


WAYS = {
    "answer": Way(
        AnswerForm,
        _answer,
        gettext_noop("答复"),
        "reply",
        gettext_noop("发送答复"),
        gettext_noop("已答复。"),
    ),
    "case": Way(
        CaseForm,
        _case,
        gettext_noop("成件"),
        "matter",
        gettext_noop("转成一件事"),
        gettext_noop("已转成一件事，说话的人会看到进展。"),
    ),
    "link": Way(
        LinkForm,
        _link,
        gettext_noop("并入"),
        "merge",
        gettext_noop("并入这件事"),
        gettext_noop("已并入，说话的人会一起得到答复。"),
        gettext_noop("说的是同一件事就并进来，有结果时每个人都会知道。"),
    ),
    "aside": Way(
        AsideForm,
        _aside,
        gettext_noop("转私下"),
        "lock",
        gettext_noop("转为私下沟通"),
        gettext_noop("已转为私下沟通，群里不再显示。"),
        gettext_noop(
            "涉及家事、身体、邻里隐私的，转到只有您和这位居民看得到的地方接着说，群里只留一句提示。"
        ),
    ),
    "sort": Way(
        SortForm,
        _sort,
        gettext_noop("分类"),
        "filter",
        gettext_noop("确定"),
        gettext_noop("已分类。"),
    ),
    "recall": Way(
        RecallForm,
        _recall,
        gettext_noop("撤下"),
        "recall",
        gettext_noop("撤下"),
        gettext_noop("已撤下，原话留作记录。"),
    ),
}
# words taken from a private talk have nowhere further aside to go
NOT_IN_PRIVATE = frozenset({"aside"})
FOR_OWN_WORDS = frozenset({"recall"})


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def words(request: SignedIn, group_id: int, do: str) -> HttpResponse:
    """The chosen words (`?m=1&m=2`) and one thing to do with them."""
    if do not in WAYS:
        raise NotThere(gettext(NO_PAGE))
    way, chosen = WAYS[do], _chosen(request, group_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = way.form(*sent, chosen=chosen)
    if form.is_valid():
        with refusals_in(form):
            address = way.do(chosen, form)
            toasts.success(request, gettext(way.done))
            return redirect(address)
    context = {
        "chosen": chosen,
        "group": chosen.access.group,
        "do": do,
        "way": way,
        "ways": _offered(chosen),
        "back": _back(chosen),
        "query": "&".join(f"m={message_id}" for message_id in chosen.ids),
    }
    return page_with_form(request, "officer/words.html", form, context)


def _chosen(request: SignedIn, group_id: int) -> Chosen:
    sent = request.POST if request.method == "POST" else request.GET
    ids = [each for each in map(number, sent.getlist("m")) if each is not None]
    access, lines = queries.chosen_messages(request.viewer, ids)
    if access.group.pk != group_id:
        raise NotThere(gettext("没有找到这条消息。"))
    text = "\n".join(line.text for line in lines)
    return Chosen(request, access, lines, suggested(text, escalation.policy()))


def _offered(chosen: Chosen) -> list[tuple[str, Way]]:
    is_private = chosen.access.facts.kind is GroupKind.PRIVATE_TALK
    is_office = any(line.message_class is None for line in chosen.lines)
    return [
        (name, way)
        for name, way in WAYS.items()
        if not (is_private and name in NOT_IN_PRIVATE) and (not is_office or name in FOR_OWN_WORDS)
    ]


@require_POST
@edge
@staff_required
def sort(request: SignedIn, group_id: int) -> HttpResponse:
    """One tap under some words: `one` is `small_talk-<id>`, or `unanswered-<id>` to take it back."""
    to, _, sent = request.POST.get("one", "").partition("-")
    message_id = number(sent)
    if message_id is None or to not in set(MessageClass):
        raise Refused(gettext("请先选择消息。"))
    access, lines = queries.chosen_messages(request.viewer, [message_id])
    if access.group.pk != group_id:
        raise NotThere(gettext("没有找到这条消息。"))
    actions.classify(
        viewer=request.viewer, message_ids=[message_id], message_class=to, now=request.now
    )
    if request.POST.get("next") == "inbox":
        toasts.success(request, gettext("已标为“%s”。") % gettext(MessageClass(to).label))
        return redirect("officer:inbox")
    return redirect(talk_address(group_id, lines[0].seq, access.group.last_seq))
