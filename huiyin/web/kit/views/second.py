"""The second factor is given: at the door, and again before something grave."""

import json
from typing import TYPE_CHECKING, Any

from django.contrib import messages as toasts
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.lib.refusal import NotThere, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.sign_in import actions, passkeys, queries
from huiyin.sign_in.rules import Step, Way
from huiyin.web.kit import entering
from huiyin.web.kit.door_forms import PasswordForm, SecondForm
from huiyin.web.kit.edges import edge, signed_in_required
from huiyin.web.kit.forms import Form, form_page
from huiyin.web.kit.requests import Asked, SignedIn
from huiyin.web.kit.views.account import has_password
from huiyin.web.kit.views.factors import take_passkey
from huiyin.web.kit.views.proving import (
    failed,
    is_right_password,
    is_right_second,
    locked_until,
)
from huiyin.web.kit.views.sign_in import (
    enter,
    go_on,
    home_of,
    next_address,
)

if TYPE_CHECKING:
    from huiyin.people.models import Account

WRONG_KEY = _("没有认出这个通行密钥，请再试一次，或者换一种方式。")
MOST_BYTES = 65_536


@never_cache
@sensitive_post_parameters("typed")
@require_http_methods(["GET", "POST"])
@edge
def second(request: Asked) -> HttpResponse:
    """Whoever gave a password gives the second factor."""
    waiting = entering.at_the_door(request)
    if waiting is None:
        return redirect("kit:sign_in")
    account = people.account(waiting.account_id)
    if entering.owed(account, waiting, now=request.now) is not Step.SECOND:
        return go_on(request, account)
    form = SecondForm(request.POST or None)
    if form.is_valid() and is_right_second(request, account, form):
        entering.second_given(request, waiting)
        return go_on(request, account)
    return form_page(request, "kit/second.html", form, {"factors": queries.factors(account.pk)})


@never_cache
@sensitive_post_parameters("typed", "password")
@require_http_methods(["GET", "POST"])
@edge
@signed_in_required
def confirm(request: SignedIn) -> HttpResponse:
    """Before something grave: is it still the same person? By the second factor, else by the password."""
    account = people.account_of(request.viewer.person_id)
    going_to = next_address(request) or home_of(request.viewer)
    factors = queries.factors(account.pk)
    if not factors.has_any and _asked_for(request) == "second":
        toasts.info(request, gettext("这一步要求两步验证。请先设置第二验证方式。"))
        return redirect("kit:enrol")
    if not factors.has_any and not has_password(account):
        # came by telephone or QR code, and has nothing else to show
        entering.confirm(request, now=request.now, has_second=False)
        return redirect(going_to)
    form: Form = (SecondForm if factors.has_any else PasswordForm)(request.POST or None)
    if form.is_valid() and _is_confirmed(request, account, form):
        entering.confirm(request, now=request.now, has_second=factors.has_any)
        return redirect(going_to)
    return form_page(request, "kit/confirm.html", form, {"factors": factors, "next": going_to})


def _asked_for(request: Asked) -> str:
    return request.POST.get("for") or request.GET.get("for") or "sure"


def _is_confirmed(request: Asked, account: "Account", form: Form) -> bool:
    if isinstance(form, SecondForm):
        return is_right_second(request, account, form)
    wrong = gettext("密码不对，请核对后再试一次。")
    return is_right_password(request, account, form, form.cleaned_data["password"], wrong)


@never_cache
@require_POST
@edge
def passkey_options(request: Asked) -> HttpResponse:
    """JSON for the browser. `for`: enter (nobody has said who they are), second, confirm, make."""
    match request.POST.get("for"):
        case "enter":
            return JsonResponse(passkeys.to_give(None))
        case "second" | "confirm":
            return JsonResponse(passkeys.to_give(entering.account_at(request)))
        case "make":
            account = entering.account_at(request)
            entering.demand_sure(request)
            return JsonResponse(passkeys.to_make(account))
    raise NotThere("没有找到这个页面。")


@never_cache
@require_POST
@edge
def passkey(request: Asked) -> HttpResponse:
    """The browser's answer, as JSON. Says where to go: {"go": address}, or why not: {"sentence": …}, 422."""
    credential = _credential(request)
    match request.POST.get("for"):
        case "enter":
            answer = _enter(request, credential)
        case "second":
            answer = _second(request, credential)
        case "confirm":
            answer = _confirm(request, credential)
        case "make":
            answer = take_passkey(request, credential)
        case _:
            raise NotThere("没有找到这个页面。")
    if answer is None:
        return JsonResponse({"sentence": gettext(WRONG_KEY)}, status=422)
    made = JsonResponse({"go": answer.headers["Location"]})
    made.cookies = answer.cookies
    return made


def _credential(request: Asked) -> dict[str, Any]:
    sent = request.POST.get("credential", "")
    try:
        parsed = json.loads(sent) if len(sent) < MOST_BYTES else None
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict):
        raise Refused("表单不完整，请刷新页面后再试一次。")
    return parsed


def _enter(request: Asked, credential: dict[str, Any]) -> HttpResponse | None:
    account = actions.passkey_owner(credential)
    if account is None or locked_until(request, account.username) is not None:
        return None
    if not actions.give_passkey(account_id=account.pk, credential=credential, now=request.now):
        failed(request, account, Way.PASSKEY)
        return None
    return enter(request, account, Way.PASSKEY)


def _second(request: Asked, credential: dict[str, Any]) -> HttpResponse | None:
    waiting = entering.at_the_door(request)
    if waiting is None:
        return redirect("kit:sign_in")
    account = people.account(waiting.account_id)
    if not _is_passkey_of(request, account, credential):
        return None
    entering.second_given(request, waiting)
    return go_on(request, account)


def _confirm(request: Asked, credential: dict[str, Any]) -> HttpResponse | None:
    if request.viewer is None:
        return redirect("kit:sign_in")
    account = people.account_of(request.viewer.person_id)
    if not _is_passkey_of(request, account, credential):
        return None
    entering.confirm(request, now=request.now, has_second=True)
    return redirect(next_address(request) or home_of(request.viewer))


def _is_passkey_of(request: Asked, account: "Account", credential: dict[str, Any]) -> bool:
    if locked_until(request, account.username) is not None:
        return False
    if actions.give_passkey(account_id=account.pk, credential=credential, now=request.now):
        return True
    failed(request, account, Way.PASSKEY)
    return False
