"""值班表: who is on duty at one's place now and in the next weeks, and writing the roster."""

from datetime import time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from huiyin.lib.times import local
from huiyin.posts import actions, queries
from huiyin.posts.rules import HEADS
from huiyin.posts.rules.duty import Days, Roster
from huiyin.territory import queries as territory
from huiyin.web.command.pages import commanding, page_with_form
from huiyin.web.kit.edges import edge
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.uploads import number

if TYPE_CHECKING:
    from huiyin.people.models import Person

DATE = {"type": "date"}
HOUR = {"type": "time"}
DAY = "%Y-%m-%d"
# what the form offers: today and six more
WEEK = timedelta(days=6)


class RosterForm(Form):
    """From which day to which, which hours, who takes turns."""

    first = forms.DateField(label=gettext_lazy("从哪天"), widget=forms.DateInput(DATE, format=DAY))
    last = forms.DateField(label=gettext_lazy("到哪天"), widget=forms.DateInput(DATE, format=DAY))
    begins = forms.TimeField(
        label=gettext_lazy("几点开始"),
        initial=time(20),
        widget=forms.TimeInput(HOUR, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("几点结束"),
        initial=time(8),
        widget=forms.TimeInput(HOUR, format="%H:%M"),
        help_text=gettext_lazy("比开始早的，就是第二天的这个时候。"),
    )
    days = forms.ChoiceField(label=gettext_lazy("哪些日子"), widget=forms.RadioSelect)
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("由谁轮流"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, staff: "list[Person]", **more: Any) -> None:
        super().__init__(*args, **more)
        fields: dict[str, Any] = self.fields
        fields["people"].choices = [(each.pk, each.name) for each in staff]
        fields["days"].choices = [(each.value, gettext(each.label)) for each in Days]
        fields["days"].initial = Days.ALL.value


@never_cache
@require_http_methods(["GET", "POST"])
@edge
@commanding
def duty(request: SignedIn) -> HttpResponse:
    head = next(each for each in request.viewer.posts if each.role in HEADS)
    place = territory.node(head.node_id)
    if request.method == "POST" and request.POST.get("do") == "remove":
        shift_id = number(request.POST.get("id")) or 0
        actions.remove_shift(viewer=request.viewer, shift_id=shift_id, now=request.now)
        toasts.success(request, gettext("这一班已取消。"))
        return redirect("command:duty")
    staff = queries.duty_staff(place.path, at=request.now)
    today = local(request.now).date()
    week = {"first": today, "last": today + WEEK}
    form = RosterForm(request.POST or None, staff=staff, initial=week)
    if form.is_valid():
        with refusals_in(form):
            count = actions.plan_duty(
                viewer=request.viewer,
                place_id=place.pk,
                roster=_roster(form),
                now=request.now,
                client_key=form.key,
            )
            toasts.success(request, gettext("已排 %(count)d 班。") % {"count": count})
            return redirect("command:duty")
    context = {
        "place": place,
        "now_on": queries.on_duty(place.path, at=request.now),
        "shifts": queries.roster(place.pk, at=request.now),
    }
    return page_with_form(request, "command/duty.html", form, context)


def _roster(form: Form) -> Roster:
    said = form.cleaned_data
    return Roster(
        first=said["first"],
        last=said["last"],
        begins=said["begins"],
        ends=said["ends"],
        days=Days(said["days"]),
        person_ids=tuple(said["people"]),
    )
