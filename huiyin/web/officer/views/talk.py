"""The talk of a group as its office sees and leads it."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huiyin.ground.files.actions import store_upload
from huiyin.groups import actions, queries
from huiyin.groups.queries import Line, MessagePage
from huiyin.groups.rules import GroupKind, Speaker
from huiyin.lib.refusal import NotThere
from huiyin.web.kit.edges import edge, staff_required
from huiyin.web.kit.forms import refusals_in
from huiyin.web.kit.requests import SignedIn, is_htmx
from huiyin.web.kit.uploads import SayForm, number
from huiyin.web.officer.pages import page, page_with_form
from huiyin.web.officer.stretches import NEWEST, may_speak, stretch

TAIL = 60


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@staff_required
def talk(request: SignedIn, group_id: int) -> HttpResponse:
    if request.method != "POST":
        reply = number(request.GET.get("reply"))
        return _talk_page(request, group_id, SayForm(initial={"reply_to": reply or ""}))
    form = SayForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_in(form):
            said = _say(request, group_id, form)
            if is_htmx(request):
                return HttpResponse(status=204)
            return redirect(f"{request.path}#m{said}")
    if is_htmx(request):
        return _fault(request, form)
    return _talk_page(request, group_id, form)


def _say(request: SignedIn, group_id: int, form: SayForm) -> int:
    """Send what was composed; returns its number in the group."""
    file = form.cleaned_data["file"]
    # whoever may not write here does not fill the disk either
    queries.access_group(request.viewer, group_id)
    person_id = request.viewer.person_id
    stored = store_upload(stream=file, person_id=person_id, now=request.now) if file else None
    message = actions.send_message(
        viewer=request.viewer,
        group_id=group_id,
        text=form.cleaned_data["text"],
        file_id=stored.pk if stored else None,
        reply_to_id=form.reply_to_id,
        as_post_id=form.as_post_id,
        client_key=form.key or uuid4(),
        now=request.now,
    )
    return message.seq


def _fault(request: SignedIn, form: SayForm) -> HttpResponse:
    """What is wrong, for the script that keeps the words in the composer."""
    sentences = [str(error) for errors in form.errors.values() for error in errors]
    context = {"sentence": " ".join(sentences), "tone": "red"}
    return render(request, "kit/alert.html", context, status=form.status)


def _talk_page(request: SignedIn, group_id: int, form: SayForm) -> HttpResponse:
    before = number(request.GET.get("before"))
    shown = queries.messages(request.viewer, group_id, before_seq=before, limit=NEWEST)
    access = shown.access
    topic = f"group:{group_id}"
    speaker = next(iter(access.standing.speakers), None)
    context = {
        **_stretch(request, shown),
        "may_speak": may_speak(shown),
        "tends": access.standing.tends,
        "speaker": speaker,
        "as_post_id": _chosen_post(request, speaker),
        "is_past": before is not None,
        "reply": _replied(request, shown, form.reply_to_id),
        "topic": topic,
        "seen": {topic: access.group.last_seq},
        "last_seq": access.group.last_seq,
    }
    _read_up_to(request, shown)
    return page_with_form(request, "officer/talk.html", form, context)


def _chosen_post(request: SignedIn, speaker: Speaker | None) -> int | None:
    """The post that was chosen to work as, where it speaks here: the statement of the intake knows only the usual one."""
    worn_id = request.viewer.worn_id
    return worn_id if speaker and speaker.post and speaker.post.id == worn_id else None


def _stretch(request: SignedIn, shown: MessagePage) -> dict[str, Any]:
    group = shown.access.group
    return {
        "group": group,
        "is_private": group.kind == GroupKind.PRIVATE_TALK,
        "said": stretch(request.viewer, shown, now=request.now),
        "older": shown.lines[0].seq if shown.lines and shown.has_before else None,
    }


def _replied(request: SignedIn, shown: MessagePage, message_id: int | None) -> Line | None:
    """The words that are being answered, mostly on the page already."""
    if message_id is None:
        return None
    for line in shown.lines:
        if line.id == message_id:
            return line
    try:
        return queries.changed_message(request.viewer, message_id)
    except NotThere:
        return None


def _read_up_to(request: SignedIn, shown: MessagePage) -> None:
    """Having the page before one's eyes is having read it."""
    members = shown.access.members
    if shown.lines and any(member.read_seq < shown.lines[-1].seq for member in members):
        actions.mark_read(
            viewer=request.viewer,
            group_id=shown.access.group.pk,
            seq=shown.lines[-1].seq,
            found=shown.access,
        )


@never_cache
@require_safe
@edge
@staff_required
def lines(request: SignedIn, group_id: int) -> HttpResponse:
    """A part of a talk for a page that is open: `?before=` a number, or everything `?from=` one on."""
    before, since = number(request.GET.get("before")), number(request.GET.get("from"))
    shown = queries.messages(
        request.viewer,
        group_id,
        before_seq=before,
        after_seq=since - 1 if since else None,
        limit=NEWEST if since is None else TAIL,
    )
    context = _stretch(request, shown)
    if since is not None:
        context["older"] = None
    response = page(request, "officer/_said.html", context)
    response.headers["X-More"] = "1" if since is not None and shown.has_after else ""
    return response


@require_POST
@edge
@staff_required
def read(request: SignedIn, group_id: int) -> HttpResponse:
    """A page that is being looked at has shown new words."""
    seq = number(request.POST.get("seq")) or 0
    actions.mark_read(viewer=request.viewer, group_id=group_id, seq=seq)
    return HttpResponse(status=204)
