"""我的: how one reads, where one lives, who sees what."""

from typing import TYPE_CHECKING

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.lib.refusal import Refused
from huiyin.people import queries as people
from huiyin.web.kit import entering
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.views.sign_in import home_of
from huiyin.web.resident.forms import PasswordForm
from huiyin.web.resident.pages import page, page_with_form

if TYPE_CHECKING:
    from huiyin.people.models import Account


@never_cache
@require_safe
@edge
@resident_required
def me(request: SignedIn) -> HttpResponse:
    viewer = request.viewer
    context = {
        "homes": people.households_of(viewer.person_id, at=request.now),
        "desk": home_of(viewer) if viewer.is_staff else "",
    }
    return page(request, "resident/me.html", context)


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@edge
@resident_required
def password(request: SignedIn) -> HttpResponse:
    """A way back from another phone, for who came by QR and had no password."""
    account = people.account_of(request.viewer.person_id)
    form = PasswordForm(request.POST or None, has_password=_has_password(account))
    if form.is_valid():
        with refusals_in(form):
            _demand_current(account, form)
            entering.change_password(request, account, form.cleaned_data["password"])
            toasts.success(request, gettext("密码设好了。换手机时用登录名和密码进来。"))
            return redirect("resident:me")
    return page_with_form(request, "resident/password.html", form, {"account": account})


def _demand_current(account: "Account", form: PasswordForm) -> None:
    """A phone that lies open does not give the account away."""
    if "current" in form.fields and not account.check_password(form.cleaned_data["current"]):
        raise Refused(gettext("现在的密码不对，请核对后再试一次。"))


def _has_password(account: "Account") -> bool:
    """Django calls an empty one usable, though nobody can sign in with it."""
    return bool(account.password) and account.has_usable_password()
