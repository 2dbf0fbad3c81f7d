"""我的: how one reads, where one lives, who sees what."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.people import queries as people
from huiyin.web.kit import entering
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.views.account import has_password, is_current
from huiyin.web.kit.views.sign_in import home_of
from huiyin.web.resident.forms import PasswordForm
from huiyin.web.resident.pages import page, page_with_form


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
    form = PasswordForm(request.POST or None, has_password=has_password(account))
    if form.is_valid() and is_current(request, account, form):
        with refusals_in(form):
            entering.change_password(request, account, form.cleaned_data["password"])
            toasts.success(request, gettext("密码设好了。换手机时用登录名和密码进来。"))
            return redirect("resident:me")
    return page_with_form(request, "resident/password.html", form, {"account": account})
