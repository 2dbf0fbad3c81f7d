"""What is done with words of a group: answer, make a case, add to one, move aside, sort, take down."""

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.escalation import queries as escalation
from huiyin.groups import actions, queries
from huiyin.groups.rules import MessageClass
from huiyin.lib.refusal import NotThere, Refused
from huiyin.lib.words import gettext_noop
from huiyin.web.kit.casework.choices import suggested
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number
from huiyin.web.officer.chosen import Chosen
from huiyin.web.officer.pages import page_with_form
from huiyin.web.officer.stretches import talk_address
from huiyin.web.officer.ways import WAYS, back, offered

NO_PAGE = gettext_noop("没有找到这个页面。")


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def words(request: SignedIn, group_id: int, do: str) -> HttpResponse:
    """The chosen words (`?m=1&m=2`) and one thing to do with them."""
    if do not in WAYS:
        raise NotThere(gettext(NO_PAGE))
    way, chosen = WAYS[do], _chosen(request, group_id)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = way.form(*sent, chosen=chosen)
    if form.is_valid():
        with refusals_in(form):
            address = way.do(chosen, form)
            toasts.success(request, gettext(way.done))
            return redirect(address)
    context = {
        "chosen": chosen,
        "group": chosen.access.group,
        "do": do,
        "way": way,
        "ways": offered(chosen),
        "back": back(chosen),
        "query": "&".join(f"m={message_id}" for message_id in chosen.ids),
    }
    return page_with_form(request, "officer/words.html", form, context)


def _chosen(request: SignedIn, group_id: int) -> Chosen:
    sent = request.POST if request.method == "POST" else request.GET
    ids = [each for each in map(number, sent.getlist("m")) if each is not None]
    access, lines = queries.chosen_messages(request.viewer, ids)
    if access.group.pk != group_id:
        raise NotThere(gettext("没有找到这条消息。"))
    text = "\n".join(line.text for line in lines)
    return Chosen(request, access, lines, suggested(text, escalation.policy()))


@require_POST
@edge
@staff_required
def sort(request: SignedIn, group_id: int) -> HttpResponse:
    """One tap under some words: `one` is `small_talk-<id>`, or `unanswered-<id>` to take it back."""
    to, _, sent = request.POST.get("one", "").partition("-")
    message_id = number(sent)
    if message_id is None or to not in set(MessageClass):
        raise Refused(gettext("请先选择消息。"))
    access, lines = queries.chosen_messages(request.viewer, [message_id])
    if access.group.pk != group_id:
        raise NotThere(gettext("没有找到这条消息。"))
    actions.classify(
        viewer=request.viewer, message_ids=[message_id], message_class=to, now=request.now
    )
    if request.POST.get("next") == "inbox":
        toasts.success(request, gettext("已标为“%s”。") % gettext(MessageClass(to).label))
        return redirect("officer:inbox")
    return redirect(talk_address(group_id, lines[0].seq, access.group.last_seq))
