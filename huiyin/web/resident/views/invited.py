"""Into the group by an invitation that was made for one household: a name is asked, where one lives is known."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.coverage import actions
from huiyin.coverage.queries import access
from huiyin.coverage.rules.invitations import shown
from huiyin.ground.commands import actions as commands
from huiyin.lib.refusal import NotThere, Refused, TooMany
from huiyin.people import actions as people_actions
from huiyin.people import queries as people
from huiyin.sign_in.rules import Way
from huiyin.web.kit.edges import SAFE
from huiyin.web.kit.entering import address_of
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import Asked
from huiyin.web.kit.views.sign_in import enter
from huiyin.web.resident import agreeing
from huiyin.web.resident.forms import CodeForm, JoinForm
from huiyin.web.resident.pages import page, page_with_form

if TYPE_CHECKING:
    from huiyin.coverage.models import Invitation
    from huiyin.groups.models import Member
    from huiyin.people.models import Account

# whoever sends the form of a shared phone once more, later, is not let in as the person before
REPEATABLE = timedelta(minutes=10)


def join(request: Asked, code: str) -> HttpResponse:
    """Called by the page of all codes, once no poster has this one. A wrong one counts, and many from one address wait."""
    address = address_of(request)
    try:
        actions.demand_few_wrong(address=address, now=request.now)
        invitation = access.invitation_by_code(code, now=request.now)
    except TooMany as often:
        answer = _wrong(request, code, often)
        answer.headers["Retry-After"] = str(often.retry_after_s)
        return answer
    except NotThere as wrong:
        actions.count_wrong_code(address=address, now=request.now)
        return _wrong(request, code, wrong)
    return _page(request, invitation)


def _wrong(request: Asked, code: str, wrong: Refused) -> HttpResponse:
    form = CodeForm({"code": code})
    form.add_error("code", wrong.said(gettext))
    return page(request, "resident/join_start.html", {"form": form}, status=wrong.status)


def _page(request: Asked, invitation: "Invitation") -> HttpResponse:
    form = JoinForm(request.POST or None, buildings=[], is_known=request.viewer is not None)
    if request.method not in SAFE and form.is_valid():
        with refusals_in(form):
            agreeing.demand(form)
            return _let_in(request, invitation, form)
    context = {
        "group": access.group_for(invitation.household),
        "home": invitation.household.label,
        "asks_home": False,
        "invited_to": invitation.household.label,
        "code": shown(invitation.code),
        **agreeing.told(),
    }
    return page_with_form(request, "resident/join.html", form, context)


def _let_in(request: Asked, invitation: "Invitation", form: JoinForm) -> HttpResponse:
    if request.viewer is not None:
        member = actions.join_by_invitation(
            code=invitation.code, viewer=request.viewer, now=request.now
        )
        agreeing.agreed(form, request.viewer.person_id, request.now)
        return redirect("resident:group", group_id=member.group_id)
    account, group_id = _newcomer(request, invitation, form)
    response = enter(request, account, Way.JOINED)
    response.headers["Location"] = redirect("resident:group", group_id=group_id).url
    return response


def _newcomer(request: Asked, invitation: "Invitation", form: JoinForm) -> "tuple[Account, int]":
    """The account of who has just come, and the group; a second press finds the first one's."""
    group = access.group_for(invitation.household)
    repeat = commands.repeat_of(form.key, verb="resident.join", person_id=None)
    if repeat is not None and group is not None:
        if people.person(repeat).created_at < request.now - REPEATABLE:
            raise Refused(gettext("这张表已经用过了，请重新打开页面。"))
        return people.account_of(repeat), group.pk
    member: Member = actions.join_by_invitation(
        code=invitation.code,
        name=form.cleaned_data["name"],
        phone=form.cleaned_data["phone"] or None,
        now=request.now,
    )
    person_id = member.person_id or 0
    made = people_actions.create_account(
        username=f"r{person_id}", person_id=person_id, now=request.now
    )
    commands.done(form.key, person_id)
    agreeing.agreed(form, person_id, request.now)
    return made, member.group_id
