"""What can be done with chosen words: each way with its words, its form and the action it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.groups import actions
from huiyin.groups.rules import GroupKind
from huiyin.lib.refusal import Refused
from huiyin.lib.words import gettext_noop
from huiyin.web.kit.forms import Form
from huiyin.web.officer.chosen import (
    AnswerForm,
    AsideForm,
    CaseForm,
    Chosen,
    LinkForm,
    RecallForm,
    SortForm,
)
from huiyin.web.officer.stretches import talk_address


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
    return back(chosen)


def _recall(chosen: Chosen, form: Any) -> str:
    for message_id in chosen.ids:
        actions.recall_message(
            viewer=chosen.request.viewer,
            message_id=message_id,
            reason=form.cleaned_data["reason"],
            now=chosen.request.now,
        )
    return back(chosen)


def back(chosen: Chosen) -> str:
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


def offered(chosen: Chosen) -> list[tuple[str, Way]]:
    is_private = chosen.access.facts.kind is GroupKind.PRIVATE_TALK
    is_office = any(line.message_class is None for line in chosen.lines)
    return [
        (name, way)
        for name, way in WAYS.items()
        if not (is_private and name in NOT_IN_PRIVATE) and (not is_office or name in FOR_OWN_WORDS)
    ]
