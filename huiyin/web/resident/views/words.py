"""One's own words in a group: mended or taken back while they are young."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.groups import actions, queries
from huiyin.groups.queries import Line
from huiyin.groups.rules import GroupKind, MessageKind
from huiyin.lib.refusal import NotThere
from huiyin.web.kit.edges import edge, resident_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.resident.forms import WordsForm
from huiyin.web.resident.pages import page_with_form
from huiyin.web.resident.stretches import address_of

NOT_YOURS = gettext_noop("没有找到这条消息，或者它不是您说的。")


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@resident_required
def words(request: SignedIn, group_id: int, message_id: int) -> HttpResponse:
    line = queries.changed_message(request.viewer, message_id)
    if line.group_id != group_id or not line.is_mine or line.recalled:
        raise NotThere(gettext(NOT_YOURS))
    group = queries.access_group(request.viewer, group_id).group
    address = address_of(group_id, GroupKind(group.kind))
    form = WordsForm(request.POST or None, initial={"text": line.text})
    if form.is_valid():
        with refusals_in(form):
            toasts.success(request, _change(request, line, form))
            return redirect(f"{address}#m{line.seq}")
    limits = queries.limits()
    context = {
        "group": group,
        "line": line,
        "address": address,
        "may_edit": line.kind is MessageKind.TEXT and request.now - line.at <= limits.edit,
        "may_recall": request.now - line.at <= limits.recall,
        "limits": limits,
    }
    return page_with_form(request, "resident/words.html", form, context)


def _change(request: SignedIn, line: Line, form: WordsForm) -> str:
    """Do what the button says. Returns the good news."""
    if request.POST.get("do") == "recall":
        actions.recall_message(viewer=request.viewer, message_id=line.id, now=request.now)
        return gettext("已撤回。")
    actions.edit_message(
        viewer=request.viewer,
        message_id=line.id,
        text=form.cleaned_data["text"],
        now=request.now,
    )
    return gettext("已修改。")
