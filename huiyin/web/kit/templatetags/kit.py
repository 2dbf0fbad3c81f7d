"""The small parts of every page: icons, buttons, fields, badges, time, chips. `{% load kit %}`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from huiyin.ground.files.actions import limits
from huiyin.ground.live import position
from huiyin.people.rules import masked_name, masked_phone
from huiyin.web.kit import marks
from huiyin.web.kit.empty import empty_state
from huiyin.web.kit.links import file_link
from huiyin.web.kit.live import TICKET_S, live_url, ticket_for
from huiyin.web.kit.moments import day_words
from huiyin.web.kit.refusals import back_address

register = template.Library()

register.filter("mask_phone", masked_phone)
register.filter("mask_name", masked_name)
register.simple_tag(marks.icon)
register.simple_tag(marks.badge)
register.simple_tag(marks.state_badge)
register.simple_tag(marks.urgency_badge)
register.simple_tag(marks.chips)
register.simple_tag(day_words, name="day")

FIELD_KINDS = {
    "Textarea": "text",
    "Select": "select",
    "RadioSelect": "choices",
    "CheckboxSelectMultiple": "choices",
    "CheckboxInput": "check",
    "ClearableFileInput": "file",
    "FileInput": "file",
}


@register.simple_tag
def page_language() -> str:
    """The language of the page as HTML names it: zh-Hans, en."""
    code = get_language() or settings.LANGUAGE_CODE
    return "zh-Hans" if code.startswith("zh") else code


@register.simple_tag
def is_demo() -> bool:
    return bool(settings.HUIYIN_DEMO)


@register.simple_tag(takes_context=True)
def live_attrs(
    context: RequestContext,
    *topics: str | Sequence[str],
    seen: Mapping[str, int] | None = None,
) -> SafeString:
    """The attributes of `<huiyin-live …>`: topics whose right the view has asked, their ticket, the stream.

    Takes topics ("group:7") and lists of them. seen: the number of the last message on the page, by
    topic: what is said between here and the opening of the stream is then not missed.
    """
    request = context["request"]
    if request.viewer is None:
        return SafeString("")
    flat = [each for topic in topics for each in ([topic] if isinstance(topic, str) else topic)]
    return format_html(
        'topics="{}" ticket="{}" src="{}" renew="{}" from="{}" expires-in="{}"',
        " ".join(flat),
        ticket_for(request.viewer, flat, now=request.now),
        live_url(request),
        reverse("kit:live_ticket"),
        position.write(int(request.now.timestamp()), seen or {}),
        TICKET_S,
    )


@register.simple_tag
def client_key() -> SafeString:
    """A hidden key made per rendering, so that a form without a class is harmless to send twice."""
    return format_html('<input type="hidden" name="client_key" value="{}">', uuid4())


@register.simple_tag
def voice_most_s() -> int:
    """How long a voice may be on this site: seconds."""
    return limits().voice_s


@register.simple_tag(takes_context=True)
def file_url(context: RequestContext, file: Any, *, thumb: bool = False) -> str:
    """A link to a stored file (a row or an id) that works for the reader of this page, for hours."""
    request = context["request"]
    file_id = getattr(file, "pk", file)
    return file_link(file_id, person_id=request.viewer.person_id, now=request.now, is_thumb=thumb)


@register.simple_tag
def version(number: int) -> SafeString:
    """The version of the thing the person saw, sent back with the form."""
    return format_html('<input type="hidden" name="version" value="{}">', number)


@register.inclusion_tag("kit/field.html")
def field(bound: BoundField, *, rows: int = 4, icon: str = "", hint: str = "") -> dict[str, Any]:
    """A form field with label, help and errors beside it. icon: for a file. hint: the placeholder."""
    described = " ".join(
        part
        for part, is_there in (
            (f"{bound.id_for_label}_help", bound.help_text),
            (f"{bound.id_for_label}_error", bound.errors),
        )
        if is_there
    )
    widget = type(bound.field.widget).__name__
    attrs: dict[str, Any] = {"aria-describedby": described} if described else {}
    if bound.errors:
        attrs["aria-invalid"] = "true"
    if widget == "Textarea":
        attrs["rows"] = rows
    if hint:
        attrs["placeholder"] = hint
    kind = FIELD_KINDS.get(widget, "input")
    # a group of choices describes its frame, the single boxes only themselves
    control = "" if kind == "choices" else bound.as_widget(attrs=attrs)
    return {"field": bound, "control": control, "kind": kind, "icon": icon, "described": described}


@register.inclusion_tag("kit/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Everything wrong with a form in one place on top, each line a link to its field."""
    lines = [
        (bound.id_for_label, bound.label, error)
        for bound in form
        if not bound.is_hidden
        for error in bound.errors
    ]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"lines": lines, "general": [*form.non_field_errors(), *hidden]}


@register.inclusion_tag("kit/act.html", takes_context=True)
def act(
    context: RequestContext,
    url: str,
    label: str,
    *,
    icon: str = "",
    kind: str = "",
    version: int | None = None,
    **values: str | int,
) -> dict[str, Any]:
    """One button that does one thing by POST; `values` are sent with it. kind: primary, danger, quiet, small."""
    return {
        "url": url, "label": label, "icon": icon, "kind": kind, "version": version,
        "values": values, "csrf_token": context.get("csrf_token"),
    }  # fmt: skip


@register.simple_tag(takes_context=True)
def when(context: RequestContext, moment: datetime | None) -> SafeString:
    """Say a past or coming moment: 3 小时前，今天 09:12."""
    return marks.when(moment, _now(context)) if moment else marks.NOTHING


@register.simple_tag(takes_context=True)
def clock(
    context: RequestContext, moment: datetime | None, *, limit: bool = False, start: bool = False
) -> SafeString:
    """Say a moment by day and clock alone, where space is short: 今天 09:12.

    limit: a due time, whose midnight is 24:00. start: when something begins, whose midnight is 00:00.
    """
    if moment is None:
        return marks.NOTHING
    return marks.clock(moment, _now(context), marks.translator(), is_limit=limit, is_start=start)


@register.simple_tag(takes_context=True)
def due(
    context: RequestContext,
    due_at: datetime | None,
    warn_at: datetime | None = None,
    *,
    provisional: bool = False,
    paused: bool = False,
) -> SafeString:
    """Time left, as words and as a ring. warn_at: from when it is urgent (three quarters of the limit)."""
    if paused:
        return marks.paused()
    if due_at is None:
        return marks.NOTHING
    return marks.due(due_at, warn_at, _now(context), marks.translator(), is_provisional=provisional)


def _now(context: Mapping[str, Any] | RequestContext) -> datetime:
    now: datetime = context["request"].now
    return now


@register.inclusion_tag("kit/nav_item.html", takes_context=True)
def nav_item(
    context: RequestContext,
    url: str,
    label: str,
    icon: str,
    count: int = 0,
    *,
    exact: bool = False,
    also: str = "",
) -> dict[str, Any]:
    """One place of the bar. Current when the page lies below `url` (or is it, with exact=True), or is the one in `also`."""
    path = context["request"].path
    is_current = path in (url, also) or (not exact and url != "/" and path.startswith(url))
    return {"url": url, "label": label, "icon": icon, "count": count, "is_current": is_current}


@register.simple_tag(takes_context=True)
def filter_chip(
    context: RequestContext, name: str, value: str | int, label: str, count: int | None = None
) -> SafeString:
    """A filter kept in the address: on or off by a click; the place in the list starts anew."""
    query = context["request"].GET.copy()
    is_on = str(value) in query.getlist(name)
    kept = [each for each in query.getlist(name) if each != str(value)]
    query.setlist(name, kept if is_on else [*kept, str(value)])
    query.pop("after", None)
    return marks.chip(f"?{query.urlencode()}", label, is_on=is_on, count=count)


@register.inclusion_tag("kit/pager.html", takes_context=True)
def pager(context: RequestContext, after: str | int | None) -> dict[str, Any]:
    """On to the next page of a list by its last key; back to the start. after: None on the last page."""
    query = context["request"].GET.copy()
    is_first = "after" not in query
    query.pop("after", None)
    start = f"?{query.urlencode()}"
    query["after"] = "" if after is None else str(after)
    return {"next": f"?{query.urlencode()}" if after else "", "start": start, "is_first": is_first}


@register.simple_tag(takes_context=True)
def back_url(context: RequestContext) -> str:
    """The page the person came from, if it is ours."""
    return back_address(context["request"])


register.tag("empty_state", empty_state)
