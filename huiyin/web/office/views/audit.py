"""审计: the record of what was done, with filters; a table of it is asked for here. Nothing of what a case is about is shown."""

import csv
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huiyin.cases.queries.numbers import id_of
from huiyin.ground.ledger.queries import last_seal
from huiyin.ground.ledger.queries.trail import Wanted, chunks, trail
from huiyin.lib.cells import as_text
from huiyin.lib.refusal import NotThere
from huiyin.lib.times import ZONE, local
from huiyin.people import queries as people
from huiyin.people.rules import Verb
from huiyin.trust.actions.exports import ask_export
from huiyin.trust.rules.exporting import MOST_WORDS, ExportKind
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number
from huiyin.web.office.pages import page
from huiyin.web.office.records import HEAD, SUBJECTS, TOPICS, lines
from huiyin.web.office.rooms import room_required

DAYS = 7
MOST_DAYS = 31

auditing = room_required(Verb.READ_AUDIT)


class AuditForm(Form):
    """What to look for. The address holds it, so that it can be kept and sent."""

    start = forms.DateField(label=gettext_lazy("从"), widget=forms.DateInput({"type": "date"}))
    end = forms.DateField(label=gettext_lazy("到"), widget=forms.DateInput({"type": "date"}))
    topic = forms.ChoiceField(
        label=gettext_lazy("哪一类"),
        required=False,
        choices=[
            ("", gettext_lazy("全部")),
            *((name, gettext_lazy(word)) for name, (word, _kinds) in TOPICS.items()),
        ],
    )
    who = forms.CharField(label=gettext_lazy("谁做的（登录名）"), required=False, max_length=64)
    subject = forms.CharField(
        label=gettext_lazy("对象（事项编号，或如 person 123）"), required=False, max_length=64
    )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        start, end = said.get("start"), said.get("end")
        if start and end and not timedelta() <= end - start < timedelta(days=MOST_DAYS):
            self.add_error(
                "end", gettext("一次最多看 %d 天，结束日期不能早于开始日期。") % MOST_DAYS
            )
        if said.get("who"):
            said["by"] = self._person(said["who"])
        if said.get("subject"):
            said["about"] = self._about(said["subject"])
        return said

    def _person(self, who: str) -> int | None:
        try:
            return people.account_by_username(who.strip()).person_id
        except NotThere:
            self.add_error("who", gettext("没有这个登录名。"))
            return None

    def _about(self, words: str) -> tuple[str, int | None]:
        name, _space, rest = words.strip().partition(" ")
        if name in SUBJECTS and (not rest or number(rest) is not None):
            return name, number(rest)
        case_id = id_of(words.strip())
        if case_id is None:
            self.add_error("subject", gettext("没有这个编号的事项，也不是“种类 编号”的写法。"))
        return "case", case_id

    @property
    def codes(self) -> dict[str, str]:
        """What is asked for, as it is kept."""
        said = self.cleaned_data
        subject, subject_id = said.get("about", ("", None))
        return {
            "start": said["start"].isoformat(),
            "end": said["end"].isoformat(),
            "topic": said["topic"],
            "by": str(said.get("by") or ""),
            "subject": subject,
            "subject_id": str(subject_id or ""),
        }

    @property
    def wanted(self) -> Wanted:
        return _wanted(self.codes)


class AskForm(Form):
    """To take away what was found, what for."""

    purpose = forms.CharField(
        label=gettext_lazy("导出做什么用"),
        max_length=MOST_WORDS,
        help_text=gettext_lazy("由另一个人批准；这句话会写进文件。"),
        widget=forms.Textarea({"rows": 2}),
    )


@never_cache
@require_safe
@edge
@auditing
def audit(request: SignedIn) -> HttpResponse:
    return _found(request, AuditForm(_asked(request)), AskForm())


@never_cache
@require_POST
@edge
@auditing
def export(request: SignedIn) -> HttpResponse:
    """Ask for the same as a table; somebody else approves."""
    form, ask = AuditForm(_asked(request)), AskForm(request.POST)
    if form.is_valid() and ask.is_valid():
        with refusals_in(ask):
            ask_export(
                kind=ExportKind.AUDIT,
                asked=form.codes,
                purpose=ask.cleaned_data["purpose"],
                viewer=request.viewer,
                now=request.now,
                client_key=ask.key,
            )
            toasts.success(request, gettext("已申请。批准以后在这里下载。"))
            return redirect("office:exports")
    return _found(request, form, ask)


def _found(request: SignedIn, form: AuditForm, ask: AskForm) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "ask": ask, "seal": last_seal()}
    if form.is_valid():
        found = trail(form.wanted, after=number(request.GET.get("after")))
        context |= {"lines": lines(found.entries), "next_after": found.after}
    return page(request, "office/audit.html", context, status=max(form.status, ask.status))


def table(asked: Mapping[str, str], mark: str, *, serial: int) -> HttpResponse:
    """What was asked for as a table. mark: the line that stands inside it; serial: its number, in each row."""
    rows = _rows(_wanted(asked), mark, serial=serial, language=get_language())
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="audit-{serial}.csv"'
    return cast("HttpResponse", answer)  # to the edge one is as good as the other


def told(asked: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was asked for in words: for who approves it."""
    by, topic = number(asked["by"]), asked["topic"]
    about = gettext(SUBJECTS[asked["subject"]]) if asked["subject"] else ""
    return [
        (gettext("时间"), gettext("%(start)s 至 %(end)s") % asked),
        (gettext("哪一类"), gettext(TOPICS[topic][0]) if topic else gettext("全部")),
        (gettext("谁做的"), people.names_of([by]).get(by, "") if by else gettext("全部")),
        (gettext("对象"), f"{about} {asked['subject_id']}".strip() or gettext("全部")),
    ]


def _wanted(asked: Mapping[str, str]) -> Wanted:
    return Wanted(
        from_at=_midnight(date.fromisoformat(asked["start"])),
        to_at=_midnight(date.fromisoformat(asked["end"]) + timedelta(days=1)),
        kinds=TOPICS[asked["topic"]][1] if asked["topic"] else (),
        by=number(asked["by"]),
        subject=asked["subject"],
        subject_id=number(asked["subject_id"]),
    )


def _rows(wanted: Wanted, mark: str, *, serial: int, language: str) -> Iterator[str]:
    """A table in pieces, in the language it was asked for in. Begins with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(_Echo())
    with override(language):
        yield "\ufeff" + writer.writerow([*map(gettext, HEAD), gettext("导出编号")])
    for part in chunks(wanted):
        with override(language):
            cells = [(*line.cells, serial) for line in lines(part)]
        yield "".join(writer.writerow([as_text(cell) for cell in row]) for row in cells)
    # as wide as the others, so that the table stays one
    yield writer.writerow([as_text(mark), *[""] * (len(HEAD) - 1), serial])


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, row: str) -> str:
        return row


def _asked(request: SignedIn) -> dict[str, Any]:
    """What the address or the form asks for; the last days where it names none."""
    said = request.POST if request.method == "POST" else request.GET
    today = local(request.now).date()
    usual = {"start": (today - timedelta(days=DAYS - 1)).isoformat(), "end": today.isoformat()}
    return usual | {name: value for name, value in said.items() if value}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZONE)
