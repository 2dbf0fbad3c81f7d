"""账号: who may sign in and what stands in their way. For the security administrator; no case, no telephone number."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.lib.refusal import NotThere
from huiyin.people.rules import Verb
from huiyin.sign_in import actions, queries
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.office.pages import page, page_with_form
from huiyin.web.office.rooms import room_required

if TYPE_CHECKING:
    from collections.abc import Callable

    from huiyin.people.models import Account

keeping_rights = room_required(Verb.MANAGE_RIGHTS)
ACTS: dict[str, "Callable[..., Account]"] = {
    "unlock": actions.unlock,
    "reset": actions.reset_factors,
    "end": actions.end_all_of,
}


class ReasonForm(Form):
    """What is to be done, and why: the owner of the account reads it."""

    do = forms.ChoiceField(
        label=_("要做什么"),
        choices=[
            ("unlock", _("解除暂停，马上可以再试")),
            ("reset", _("重置第二验证方式（手机丢了）")),
            ("end", _("结束所有登录")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择要做什么。")},
    )
    reason = forms.CharField(
        label=_("原因"),
        max_length=200,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("账号的主人会看到；审计员也会看到。"),
    )


@never_cache
@require_safe
@edge
@keeping_rights
def accounts(request: SignedIn) -> HttpResponse:
    words, after = request.GET.get("q", "").strip()[:32], request.GET.get("after", "")
    before = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else None
    lines = queries.accounts(words=words, before=before, at=request.now)
    context = {
        "words": words,
        "lines": lines,
        "after": lines[-1].id if len(lines) == queries.PAGE else None,
        "locked": [] if words or before else queries.locked_accounts(at=request.now),
        "addresses": queries.locked_addresses(at=request.now),
    }
    return page(request, "office/accounts.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@keeping_rights
def account(request: SignedIn, account_id: int) -> HttpResponse:
    line = queries.account_line(account_id, at=request.now)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            ACTS[form.cleaned_data["do"]](
                account_id=account_id,
                reason=form.cleaned_data["reason"],
                viewer=request.viewer,
                now=request.now,
            )
            toasts.success(request, gettext("已处理。账号的主人下次登录时会看到。"))
            return redirect("office:account", account_id)
    context = {
        "line": line,
        "factors": queries.factors(account_id),
        "sessions": queries.standing(account_id, at=request.now),
        "history": queries.history(account_id),
    }
    return page_with_form(request, "office/account.html", form, context)


@require_POST
@edge
@keeping_rights
def unlock_address(request: SignedIn) -> HttpResponse:
    """Let an address try again: an office that shares one."""
    asked = request.POST.get("address", "")
    known = {each.address for each in queries.locked_addresses(at=request.now)}
    if asked not in known:
        raise NotThere(gettext("这个地址没有被暂停。"))
    actions.unlock_address(
        address=asked,
        reason=request.POST.get("reason", ""),
        viewer=request.viewer,
        now=request.now,
    )
    toasts.success(request, gettext("这个地址可以再试了。"))
    return redirect("office:accounts")
