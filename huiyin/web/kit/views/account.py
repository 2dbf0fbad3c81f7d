"""账号与安全: what one has to come in with, where one is signed in, what happened."""

from typing import TYPE_CHECKING

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.people import queries as people
from huiyin.sign_in import actions, queries
from huiyin.sign_in.rules import Step
from huiyin.web.kit import entering
from huiyin.web.kit.door_forms import NewPasswordForm
from huiyin.web.kit.edges import edge, signed_in_required
from huiyin.web.kit.forms import Form, form_page, refusals_in
from huiyin.web.kit.requests import Asked, SignedIn
from huiyin.web.kit.views.proving import is_right_password
from huiyin.web.kit.views.sign_in import STEP_PAGES, go_on, home_of

if TYPE_CHECKING:
    from huiyin.people.models import Account

_FIRST = gettext_lazy("密码设好了。换手机时用登录名和密码进来。")
_CHANGED = gettext_lazy("密码已经修改，其他设备要重新登录。")


@never_cache
@require_safe
@edge
@signed_in_required
def account(request: SignedIn) -> HttpResponse:
    mine = people.account_of(request.viewer.person_id)
    context = {
        "account": mine,
        "has_password": has_password(mine),
        "factors": queries.factors(mine.pk),
        "is_owed": entering.owes_second(request.viewer),
        "sessions": queries.standing(mine.pk, at=request.now),
        "this_key": request.session.session_key,
        "back": home_of(request.viewer),
    }
    return render(request, "kit/account.html", context)


def has_password(mine: "Account") -> bool:
    """Django calls an empty one usable, though nobody can sign in with it."""
    return bool(mine.password) and mine.has_usable_password()


@never_cache
@require_safe
@edge
@signed_in_required
def history(request: SignedIn) -> HttpResponse:
    """登录记录."""
    mine = people.account_of(request.viewer.person_id)
    before = request.GET.get("after", "")
    known = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    lines = queries.history(mine.pk, before=known)
    more = lines[-1].pk if len(lines) == queries.HISTORY_LINES else None
    return render(request, "kit/history.html", {"lines": lines, "after": more})


@never_cache
@sensitive_post_parameters("current", "password", "again")
@require_http_methods(["GET", "POST"])
@edge
@signed_in_required
def password(request: SignedIn) -> HttpResponse:
    """A new password; the other devices sign in anew. Or the first one, for who came by QR: the way back from another phone."""
    mine = people.account_of(request.viewer.person_id)
    is_first = not has_password(mine)
    form = NewPasswordForm(request.POST or None, asks_current=not is_first)
    if form.is_valid() and is_current(request, mine, form):
        with refusals_in(form):
            entering.change_password(request, mine, form.cleaned_data["password"])
            toasts.success(request, _FIRST if is_first else _CHANGED)
            return redirect("kit:account")
    context = {"account": mine, "is_at_the_door": False}
    return form_page(request, "kit/new_password.html", form, context)


def is_current(request: Asked, mine: "Account", form: Form) -> bool:
    """Whether the present password was given, where it is asked for. A device that lies open does not give the account away."""
    if "current" not in form.fields:
        return True
    wrong = gettext("现在的密码不对，请核对后再试一次。")
    typed = form.cleaned_data["current"]
    return is_right_password(request, mine, form, typed, wrong, "current")


@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
@edge
def door_password(request: Asked) -> HttpResponse:
    """At the door: a password somebody else chose, or one that is too old, is changed first."""
    waiting = entering.at_the_door(request)
    if waiting is None:
        return redirect("kit:sign_in")
    mine = people.account(waiting.account_id)
    step = entering.owed(mine, waiting, now=request.now)
    if step is not Step.PASSWORD:
        return go_on(request, mine) if step is None else redirect(STEP_PAGES[step])
    form = NewPasswordForm(request.POST or None, asks_current=False)
    if form.is_valid():
        with refusals_in(form):
            changed = actions.change_password(
                account_id=mine.pk,
                password=form.cleaned_data["password"],
                now=request.now,
                where=entering.where_of(request),
            )
            entering.password_given(request, waiting, changed)
            return go_on(request, changed)
    context = {"account": mine, "is_at_the_door": True}
    return form_page(request, "kit/new_password.html", form, context)


@require_POST
@edge
@signed_in_required
def everywhere(request: SignedIn) -> HttpResponse:
    """Sign out on all other devices."""
    mine = people.account_of(request.viewer.person_id)
    ended = actions.sign_out_everywhere(
        account_id=mine.pk,
        keep=request.session.session_key or "",
        where=entering.where_of(request),
        now=request.now,
    )
    toasts.success(request, gettext("其他设备都已退出，共 %(count)d 处。") % {"count": ended})
    return redirect("kit:account")


@require_POST
@edge
@signed_in_required
def not_me(request: SignedIn) -> HttpResponse:
    """不是我: the others are out, and the password is changed now."""
    mine = people.account_of(request.viewer.person_id)
    actions.not_me(
        account_id=mine.pk,
        keep=request.session.session_key or "",
        where=entering.where_of(request),
        now=request.now,
    )
    if has_password(mine):
        toasts.warning(request, gettext("其他设备都已退出。请现在就换一个密码。"))
        return redirect("kit:password")
    toasts.success(request, gettext("其他设备都已退出。如果还有不明的登录，请告诉您的网格员。"))
    return redirect("kit:account")
