"""个人信息请求: what people ask for their own data, answered within days."""

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.people.rules import masked_name, masked_phone
from huiyin.trust.actions.requests import decide
from huiyin.trust.queries import requests
from huiyin.trust.queries.requests import ANSWERS
from huiyin.trust.rules.requests import MOST_WORDS, RequestKind, RequestState
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.office.pages import page, page_with_form
from huiyin.web.office.rooms import room_required

answering = room_required(ANSWERS)


class DecideForm(Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("怎样答复"),
        choices=[("yes", gettext_lazy("同意并办理")), ("no", gettext_lazy("不同意"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=gettext_lazy("给本人的话（不同意要写明理由）"),
        required=False,
        max_length=MOST_WORDS,
        widget=forms.Textarea({"rows": 3}),
    )


class CorrectForm(DecideForm):
    name = forms.CharField(label=gettext_lazy("更正后的姓名"), required=False, max_length=32)
    phone = forms.CharField(label=gettext_lazy("更正后的手机号"), required=False, max_length=20)


@never_cache
@require_safe
@edge
@answering
def queue(request: SignedIn) -> HttpResponse:
    waiting = requests.queue(request.viewer)
    context = {
        "waiting": [
            (each, RequestKind(each.kind).label, masked_name(each.person.name)) for each in waiting
        ],
        "answered": [
            (each, RequestKind(each.kind).label, RequestState(each.state).label)
            for each in requests.answered(request.viewer)
        ],
        "overdue": requests.overdue_count(request.viewer, now=request.now),
    }
    return page(request, "office/requests.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@answering
def one(request: SignedIn, request_id: int) -> HttpResponse:
    asked = requests.request(request.viewer, request_id)
    kind = CorrectForm if asked.kind == RequestKind.CORRECT else DecideForm
    form = kind(request.POST or None)
    if asked.state == RequestState.OPEN and form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            decide(
                request_id=request_id,
                is_granted=said["decision"] == "yes",
                answer=said["answer"],
                name=said.get("name", ""),
                phone=said.get("phone"),
                viewer=request.viewer,
                now=request.now,
            )
            toasts.success(request, gettext("已答复。"))
            return redirect("office:request", request_id=request_id)
    context = {
        "asked": asked,
        "kind": RequestKind(asked.kind).label,
        "state": RequestState(asked.state).label,
        "is_open": asked.state == RequestState.OPEN,
        "name": asked.person.name,
        "masked": masked_phone(asked.person.phone),
        "destruction": requests.destruction_of(asked.person_id),
    }
    return page_with_form(request, "office/request.html", form, context)
