"""Who is in a group; and, for its office, asking somebody to be silent or to leave, with a reason."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.groups import actions, queries
from huiyin.groups.queries import Access, MemberLine
from huiyin.groups.rules import GroupKind
from huiyin.lib.refusal import NotThere
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page, page_with_form

DAY_H, WEEK_H = 24, 7 * 24


@never_cache
@require_safe
@edge
@staff_required
def members(request: SignedIn, group_id: int) -> HttpResponse:
    access = queries.access_group(request.viewer, group_id)
    every = queries.members(request.viewer, group_id)
    context = {
        "group": access.group,
        "administers": access.standing.administers,
        "offices": [member for member in every if member.post_id],
        "neighbours": [member for member in every if not member.post_id],
    }
    return page(request, "officer/members.html", context)


class MemberForm(Form):
    """What is asked of a member, and why."""

    do = forms.ChoiceField(
        label=gettext_lazy("要怎样"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("请选择一项。")},
    )
    reason = forms.CharField(
        label=gettext_lazy("原因"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("本人会看到，也会留作记录。"),
    )

    def __init__(self, *args: Any, is_muted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["do"]
        if not isinstance(field, forms.ChoiceField):
            raise TypeError("do is no choice")
        mute = [("mute_day", gettext("禁言一天")), ("mute_week", gettext("禁言一周"))]
        unmute = [("unmute", gettext("解除禁言"))]
        field.choices = [*(unmute if is_muted else mute), ("remove", gettext("请出本群"))]


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def member(request: SignedIn, group_id: int, member_id: int) -> HttpResponse:
    access = queries.access_group(request.viewer, group_id)
    found = _member(request, group_id, member_id)
    is_muted = found.muted_until is not None and found.muted_until > request.now
    if request.method == "POST" and "talk" in request.POST:
        return _talk(request, access, found)
    form = MemberForm(request.POST or None, is_muted=is_muted)
    if form.is_valid():
        with refusals_in(form):
            toasts.success(request, _ask(request, member_id, form))
            return redirect("officer:members", group_id=group_id)
    context = {
        "group": access.group,
        "member": found,
        "is_muted": is_muted,
        "is_private": access.facts.kind is GroupKind.PRIVATE_TALK,
        "administers": access.standing.administers,
    }
    return page_with_form(request, "officer/member.html", form, context)


def _member(request: SignedIn, group_id: int, member_id: int) -> MemberLine:
    for each in queries.members(request.viewer, group_id):
        if each.id == member_id and each.person_id is not None:
            return each
    raise NotThere(gettext("没有找到这位成员。"))


def _ask(request: SignedIn, member_id: int, form: MemberForm) -> str:
    """Do what was chosen. Returns the good news."""
    do, reason = form.cleaned_data["do"], form.cleaned_data["reason"]
    viewer, now = request.viewer, request.now
    if do == "remove":
        actions.remove_member(viewer=viewer, member_id=member_id, reason=reason, now=now)
        return gettext("已请出本群。")
    if do == "unmute":
        actions.unmute_member(viewer=viewer, member_id=member_id, reason=reason, now=now)
        return gettext("已解除禁言。")
    until = now + timedelta(hours=DAY_H if do == "mute_day" else WEEK_H)
    actions.mute_member(viewer=viewer, member_id=member_id, until=until, reason=reason, now=now)
    return gettext("已禁言，到时自动解除。")


def _talk(request: SignedIn, access: Access, found: MemberLine) -> HttpResponse:
    """Write to the resident privately, in the name of the office that speaks here."""
    office = next((s.post.id for s in access.standing.speakers if s.post), None)
    if office is None:
        raise NotThere(gettext("没有找到可以私下联系的岗位，请联系您所在网格的网格员。"))
    talk = actions.private_talk(
        viewer=request.viewer, post_id=office, person_id=found.person_id, now=request.now
    )
    return redirect("officer:group", group_id=talk.pk)
