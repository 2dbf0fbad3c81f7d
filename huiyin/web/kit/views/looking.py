"""看号码, 看原文: a number, or words, are read for a purpose that is said first, and that their owner and the auditor can read."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions.looking import look_at_phone
from huiyin.cases.queries.parties import reach
from huiyin.groups.actions.concealing import demand_right, look_at_original
from huiyin.groups.queries import chosen_messages
from huiyin.lib.refusal import NotThere
from huiyin.lib.times import local
from huiyin.people.rules import masked_phone
from huiyin.trust.rules.detecting import Secret
from huiyin.trust.rules.looking import MOST_WORDS, LookPurpose
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import Form, form_page, refusals_in
from huiyin.web.kit.requests import SignedIn, host_of
from huiyin.web.kit.views.sign_in import home_of


def _purposes(offered: Iterable[LookPurpose]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("为什么要看"),
        choices=[(each.value, gettext_lazy(each.label)) for each in offered],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择为什么要看。")},
    )


class LookForm(Form):
    purpose = _purposes(LookPurpose)
    words = forms.CharField(
        label=gettext_lazy("用一句话说明"),
        max_length=MOST_WORDS,
        help_text=gettext_lazy("本人在“谁看过我的信息”里会看到这句话，审计员也能查到。"),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, is_refused: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_refused:
            self.fields["purpose"] = _purposes([LookPurpose.EMERGENCY])


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def phone(request: SignedIn, case_id: int, party_id: int) -> HttpResponse:
    """The number stands in the answer to the form alone: in no address, in no page that is kept."""
    found = reach(request.viewer, case_id, party_id, today=local(request.now).date())
    form = LookForm(_sent(request), is_refused=found.is_for_emergencies)
    context = {
        "case": found.case,
        "name": found.person.name,
        "masked": masked_phone(found.person.phone),
        "is_refused": found.is_refused,
        "is_guarded": found.is_guarded,
        "back": _back(request),
    }
    if form.is_valid():
        with refusals_in(form):
            seen = look_at_phone(
                case_id=case_id,
                party_id=party_id,
                purpose=form.cleaned_data["purpose"],
                words=form.cleaned_data["words"],
                viewer=request.viewer,
                now=request.now,
                client_key=form.key,
            )
            return render(request, "kit/phone.html", {**context, "phone": seen.phone})
    return form_page(request, "kit/phone.html", form, context)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def original(request: SignedIn, original_id: int) -> HttpResponse:
    """Somebody's words as they were written, in the answer to the form alone. original_id: that of the message."""
    found, (line,) = chosen_messages(request.viewer, [original_id])
    demand_right(request.viewer, found)
    if "hidden" not in line.data:
        raise NotThere(gettext("这句话没有打星号的地方。"))
    form = LookForm(_sent(request))
    context = {
        "line": line,
        "group": found.group,
        "secrets": [Secret(each).label for each in line.data["hidden"]],
        "back": f"{reverse('officer:group', args=[found.group.pk])}#m{line.seq}",
    }
    if form.is_valid():
        with refusals_in(form):
            whole = look_at_original(
                viewer=request.viewer,
                message_id=original_id,
                purpose=form.cleaned_data["purpose"],
                words=form.cleaned_data["words"],
                now=request.now,
                client_key=form.key,
            )
            return render(request, "kit/original.html", {**context, "whole": whole})
    return form_page(request, "kit/original.html", form, context)


def _sent(request: SignedIn) -> QueryDict | None:
    """What was sent, however empty: a form sent without a word is told so, not shown as if nobody had asked."""
    return request.POST if request.method == "POST" else None


def _back(request: SignedIn) -> str:
    """The page of the case on the surface it was read on, else where the person's work begins."""
    wanted = request.GET.get("back", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {host_of(request)})
    return urlsplit(wanted).path if is_ours else home_of(request.viewer)
