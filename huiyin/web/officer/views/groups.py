"""My groups and private talks, and what stands at the top of each."""

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huiyin.coverage.queries.access import figure_paths
from huiyin.coverage.queries.states import COUNTED, total
from huiyin.coverage.rules import Figure
from huiyin.groups import actions, queries
from huiyin.groups.queries import GroupLine
from huiyin.groups.rules import GroupKind
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.officer.pages import page, page_with_form, post_topics

if TYPE_CHECKING:
    from huiyin.groups.models import Group


@never_cache
@require_safe
@edge
@staff_required
def groups(request: SignedIn) -> HttpResponse:
    return _list(request, is_private=False)


@never_cache
@require_safe
@edge
@staff_required
def talks(request: SignedIn) -> HttpResponse:
    return _list(request, is_private=True)


def _list(request: SignedIn, *, is_private: bool) -> HttpResponse:
    every = queries.groups_of(request.viewer)
    talks = [line for line in every if line.kind is GroupKind.PRIVATE_TALK]
    open_groups = [line for line in every if line.kind is not GroupKind.PRIVATE_TALK]
    shown = sorted(talks if is_private else open_groups, key=_waiting_first)
    context = {
        "lines": shown,
        "is_private": is_private,
        "talks_unread": sum(line.unread for line in talks),
        "groups_unread": sum(line.unread for line in open_groups),
        "topics": [*post_topics(request.viewer), *(f"group:{line.group.pk}" for line in every)],
    }
    return page(request, "officer/groups.html", context)


def _waiting_first(line: GroupLine) -> tuple[bool, bool]:
    """Where somebody waits stands above the rest, where nobody has spoken below; within, the order of the list stays."""
    return line.unanswered == 0, line.last is None


class PinForm(Form):
    """What stands at the top of a group."""

    purpose = forms.CharField(
        label=gettext_lazy("群用途"), required=False, widget=forms.Textarea({"rows": 2})
    )
    rules_text = forms.CharField(
        label=gettext_lazy("群规"), required=False, strip=False, widget=forms.Textarea({"rows": 6})
    )


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def about(request: SignedIn, group_id: int) -> HttpResponse:
    access = queries.access_group(request.viewer, group_id)
    group = access.group
    initial = {"purpose": group.purpose, "rules_text": group.rules_text}
    form = PinForm(request.POST or None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            actions.pin(
                viewer=request.viewer,
                group_id=group_id,
                purpose=form.cleaned_data["purpose"],
                rules_text=form.cleaned_data["rules_text"],
                now=request.now,
            )
            toasts.success(request, gettext("群用途和群规已更新。"))
            return redirect("officer:about", group_id=group_id)
    context = {
        "group": group,
        "kind": access.facts.kind,
        "is_private": access.facts.kind is GroupKind.PRIVATE_TALK,
        "administers": access.standing.administers,
        "member_count": queries.member_count(group_id),
        "coverage": _coverage(request, group) if access.facts.kind in COUNTED else None,
    }
    return page_with_form(request, "officer/about.html", form, context)


def _coverage(request: SignedIn, group: "Group") -> Figure | None:
    """How many households of the group's place are in it, for whom may read that."""
    paths = figure_paths(request.viewer)
    if not any(group.node.path.startswith(path) for path in paths):
        return None
    return total([group.node.path], now=request.now)
