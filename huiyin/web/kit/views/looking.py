"""看号码: a number is read for a purpose that is said first, and that its owner and the auditor can read."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.cases.actions.looking import look_at_phone
from huiyin.cases.queries.parties import reach
from huiyin.people.rules import masked_phone
from huiyin.trust.rules.looking import MOST_WORDS, LookPurpose
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import Form, form_page, refusals_in
from huiyin.web.kit.requests import SignedIn, host_of
from huiyin.web.kit.views.sign_in import home_of


def _purposes(offered: Iterable[LookPurpose]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("为什么要看号码"),
        choices=[(each.value, gettext_lazy(each.label)) for each in offered],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择为什么要看号码。")},
    )


class LookForm(Form):
    purpose = _purposes(LookPurpose)
    words = forms.CharField(
        label=gettext_lazy("用一句话说明"),
        max_length=MOST_WORDS,
        help_text=gettext_lazy("本人在“谁看过我的信息”里会看到这句话，审计员也能查到。"),
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, *args: Any, is_refused: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_refused:
            self.fields["purpose"] = _purposes([LookPurpose.EMERGENCY])


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def phone(request: SignedIn, case_id: int, party_id: int) -> HttpResponse:
    """The number stands in the answer to the form alone: in no address, in no page that is kept."""
    found = reach(request.viewer, case_id, party_id)
    form = LookForm(request.POST or None, is_refused=found.is_refused)
    context = {
        "case": found.case,
        "name": found.person.name,
        "masked": masked_phone(found.person.phone),
        "is_refused": found.is_refused,
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


def _back(request: SignedIn) -> str:
    """The page of the case on the surface it was read on, else where the person's work begins."""
    wanted = request.GET.get("back", "")
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {host_of(request)})
    return urlsplit(wanted).path if is_ours else home_of(request.viewer)
