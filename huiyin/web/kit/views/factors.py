"""Second factors are made and removed: an app that counts, a passkey, ten codes on paper."""

from typing import TYPE_CHECKING, Any

from allauth.mfa.totp.internal.auth import (
    generate_totp_secret,
)
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.lib.refusal import NotAllowed, Refused
from huiyin.lib.words import gettext_noop as _
from huiyin.people import queries as people
from huiyin.sign_in import actions, queries
from huiyin.sign_in.pictures import totp_address, totp_picture
from huiyin.sign_in.rules import Step, device_words
from huiyin.web.kit import entering
from huiyin.web.kit.door_forms import TotpForm
from huiyin.web.kit.edges import edge, sure_required
from huiyin.web.kit.forms import form_page, refusals_in
from huiyin.web.kit.requests import Asked, SignedIn
from huiyin.web.kit.views.sign_in import STEP_PAGES, go_on

if TYPE_CHECKING:
    from huiyin.people.models import Account

SECRET, FRESH = "totp_secret", "fresh_codes"
# codes that were just made may be looked at, and saved, for as long
FRESH_S = 600
LAST_ONE = _("您的岗位必须有第二验证方式。请先增加另一个，再去掉这一个。")


@never_cache
@sensitive_post_parameters("typed")
@require_http_methods(["GET", "POST"])
@edge
def door_enrol(request: Asked) -> HttpResponse:
    """Whoever has to have a second factor and has none makes one before they are let in."""
    waiting = entering.at_the_door(request)
    if waiting is None:
        return redirect("kit:sign_in")
    account = people.account(waiting.account_id)
    step = entering.owed(account, waiting, now=request.now)
    if step is not Step.ENROL:
        return go_on(request, account) if step is None else redirect(STEP_PAGES[step])
    return _enrol(request, account, is_at_the_door=True)


@never_cache
@sensitive_post_parameters("typed")
@require_http_methods(["GET", "POST"])
@edge
@sure_required
def enrol(request: SignedIn) -> HttpResponse:
    """The same for who is in, of their own accord."""
    account = people.account_of(request.viewer.person_id)
    return _enrol(request, account, is_at_the_door=False)


def _enrol(request: Asked, account: "Account", *, is_at_the_door: bool) -> HttpResponse:
    secret = request.session.setdefault(SECRET, generate_totp_secret())
    form = TotpForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            actions.add_totp(
                account_id=account.pk,
                secret=secret,
                typed=form.cleaned_data["typed"],
                now=request.now,
                where=entering.where_of(request),
            )
            del request.session[SECRET]
            return _made(request, account)
    address = totp_address(account, secret)
    context = {
        "factors": queries.factors(account.pk),
        "picture": totp_picture(address),
        "address": address,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "is_at_the_door": is_at_the_door,
    }
    return form_page(request, "kit/enrol.html", form, context)


def take_passkey(request: Asked, credential: dict[str, Any]) -> HttpResponse:
    """A browser made a passkey: keep it. The edge above says the rest."""
    entering.demand_sure(request)
    account = entering.account_at(request)
    where = entering.where_of(request)
    name = request.POST.get("name", "").strip() or device_words(where.device, gettext)
    actions.add_passkey(
        account_id=account.pk, name=name, credential=credential, now=request.now, where=where
    )
    return _made(request, account)


def _made(request: Asked, account: "Account") -> HttpResponse:
    """A factor is there. The first one brings ten codes for the day the telephone is lost."""
    waiting = entering.at_the_door(request)
    if request.viewer is not None:
        entering.confirm(request, now=request.now, has_second=True)
    elif waiting is not None:
        entering.second_given(request, waiting)
    if queries.factors(account.pk).codes_left is None:
        return _fresh_codes(request, account)
    toasts.success(request, gettext("已经设好。"))
    return redirect("kit:account") if request.viewer else go_on(request, account)


def _fresh_codes(request: Asked, account: "Account") -> HttpResponse:
    actions.new_recovery_codes(account_id=account.pk)
    request.session[FRESH] = [account.pk, int(request.now.timestamp())]
    return redirect("kit:recovery_codes")


@require_POST
@edge
@sure_required
def new_codes(request: SignedIn) -> HttpResponse:
    """Ten new ones; the former are worth nothing from now on."""
    return _fresh_codes(request, people.account_of(request.viewer.person_id))


@never_cache
@require_http_methods(["GET", "POST"])
@edge
def recovery_codes(request: Asked) -> HttpResponse:
    """Ten codes, shown for ten minutes after they were made, and never again. POST: they are saved."""
    account = entering.account_at(request)
    if request.method == "POST":
        request.session.pop(FRESH, None)
        return redirect("kit:account") if request.viewer else go_on(request, account)
    _demand_fresh(request, account)
    return render(request, "kit/recovery_codes.html", {"codes": queries.recovery_codes(account.pk)})


@never_cache
@require_safe
@edge
def recovery_codes_file(request: Asked) -> HttpResponse:
    """The same as a text file."""
    account = entering.account_at(request)
    _demand_fresh(request, account)
    lines = [gettext("回音 恢复码"), account.username, "", *queries.recovery_codes(account.pk), ""]
    return HttpResponse(
        "\r\n".join(lines),
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="huiyin-recovery-codes.txt"'},
    )


def _demand_fresh(request: Asked, account: "Account") -> None:
    """Only those of the account they were made for, and only now."""
    owner, made_at = request.session.get(FRESH, (0, 0))
    if owner != account.pk or request.now.timestamp() >= made_at + FRESH_S:
        raise Refused("恢复码只在生成后显示一次。没有存下来的话，请重新生成一组。")


@require_POST
@edge
@sure_required
def remove_totp(request: SignedIn) -> HttpResponse:
    account = people.account_of(request.viewer.person_id)
    _demand_another(request, account)
    actions.remove_totp(account_id=account.pk, now=request.now, where=entering.where_of(request))
    toasts.success(request, gettext("已经去掉。"))
    return redirect("kit:account")


@require_POST
@edge
@sure_required
def remove_passkey(request: SignedIn, passkey_id: int) -> HttpResponse:
    account = people.account_of(request.viewer.person_id)
    _demand_another(request, account)
    actions.remove_passkey(
        account_id=account.pk,
        passkey_id=passkey_id,
        now=request.now,
        where=entering.where_of(request),
    )
    toasts.success(request, gettext("已经去掉。"))
    return redirect("kit:account")


def _demand_another(request: SignedIn, account: "Account") -> None:
    """Who has to have a factor keeps one."""
    if entering.owes_second(request.viewer) and queries.factors(account.pk).count < 2:
        raise NotAllowed(LAST_ONE)
