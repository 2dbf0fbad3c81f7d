"""我的信息: what is held of a person, who looked at it, what they agreed to, and what they may ask for."""

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.cases.queries.numbers import own_numbers
from huiyin.ground.papers import Part, pdf
from huiyin.lib.refusal import NotThere, Refused
from huiyin.trust.actions.consents import answer
from huiyin.trust.actions.exports import copy_mark, record_copy
from huiyin.trust.actions.requests import ask, withdraw
from huiyin.trust.queries import consents, requests
from huiyin.trust.queries.looks import looks_at
from huiyin.trust.rules.looking import LookedAt, LookPurpose
from huiyin.trust.rules.requests import ANSWER_WITHIN, MOST_WORDS, RequestKind, RequestState
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.forms import Form, client_key_of, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number
from huiyin.web.resident.copying import Section, own_copy
from huiyin.web.resident.pages import page, page_with_form


class AskForm(Form):
    """更正 or 删除."""

    text = forms.CharField(
        label=gettext_lazy("说明"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
    )


@never_cache
@require_safe
@edge
@resident_required
def mine(request: SignedIn) -> HttpResponse:
    own = requests.own(request.viewer.person_id)
    context = {
        "sections": own_copy(request.viewer, now=request.now),
        "requests": [
            (each, RequestKind(each.kind).label, RequestState(each.state).label) for each in own
        ],
    }
    return page(request, "resident/mine.html", context)


@never_cache
@require_POST
@edge
@resident_required
def copy(request: SignedIn) -> HttpResponse:
    """The same as a file: JSON for other programs, PDF for people."""
    wanted = "pdf" if request.POST.get("form") == "pdf" else "json"
    entry_id = record_copy(person_id=request.viewer.person_id, form=wanted, now=request.now)
    mark = copy_mark(entry_id, viewer=request.viewer, now=request.now)
    sections = own_copy(request.viewer, now=request.now)
    made = _paper(sections, mark) if wanted == "pdf" else _data(sections, mark)
    made.headers["Content-Disposition"] = f'attachment; filename="my-data.{wanted}"'
    return made


def _data(sections: list[Section], mark: str) -> HttpResponse:
    held: dict[str, object] = {
        section.name: [{"label": label, "value": words} for label, words in section.rows]
        for section in sections
    }
    held["export"] = mark
    return JsonResponse(held, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _paper(sections: list[Section], mark: str) -> HttpResponse:
    parts = [Part(section.title, section.rows) for section in sections]
    made = pdf(gettext("我的信息"), parts, foot=mark)
    return HttpResponse(made, content_type="application/pdf")


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@resident_required
def ask_for(request: SignedIn, kind: str) -> HttpResponse:
    """A request to the county's desk, answered within days."""
    if kind not in set(RequestKind):
        raise NotThere("没有找到这个页面。")
    wanted, form = RequestKind(kind), AskForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            ask(
                person_id=request.viewer.person_id,
                kind=wanted,
                text=form.cleaned_data["text"],
                now=request.now,
                client_key=form.key,
            )
            days = ANSWER_WITHIN.days
            toasts.success(request, gettext("收到了。%d 天内会答复您，在这里看得到。") % days)
            return redirect("resident:mine")
    return page_with_form(
        request, "resident/mine_ask.html", form, {"kind": wanted, "days": ANSWER_WITHIN.days}
    )


@require_POST
@edge
@resident_required
def take_back(request: SignedIn, request_id: int) -> HttpResponse:
    withdraw(person_id=request.viewer.person_id, request_id=request_id, now=request.now)
    toasts.success(request, gettext("已撤回。"))
    return redirect("resident:mine")


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@resident_required
def consent(request: SignedIn) -> HttpResponse:
    """Each topic by itself, yes and no of the same size."""
    if request.method == "POST":
        return _answer(request)
    matters = consents.matters_of(request.viewer.person_id)
    return page(request, "resident/consent.html", {"matters": matters})


def _answer(request: SignedIn) -> HttpResponse:
    notice_id, said = number(request.POST.get("notice")), request.POST.get("answer")
    if notice_id is None or said not in {"yes", "no"}:
        raise Refused("表单不完整，请刷新页面后再试一次。")
    answer(
        person_id=request.viewer.person_id,
        notice_id=notice_id,
        is_given=said == "yes",
        now=request.now,
        client_key=client_key_of(request),
    )
    told = (
        gettext("记下了，您同意。随时可以撤回。"),
        gettext("记下了，您不同意。照样办事，不会再问您。"),
    )
    toasts.success(request, told[said == "no"])
    return redirect("resident:consent")


@never_cache
@require_safe
@edge
@resident_required
def looks(request: SignedIn) -> HttpResponse:
    """谁看过我的信息: each time a number was read, by which post, what for."""
    person_id = request.viewer.person_id
    found = looks_at(person_id, after=number(request.GET.get("after", "")))
    numbers = own_numbers(person_id, (each.case_id for each in found.looks if each.case_id))
    shown = [
        (
            each,
            LookedAt(each.what).label,
            LookPurpose(each.purpose).label,
            numbers.get(each.case_id or 0, ""),
        )
        for each in found.looks
    ]
    return page(request, "resident/looks.html", {"looks": shown, "next_after": found.next_after})
