"""The page of a post: what is on it, and what is done from it. A surface says how it is shown and where one goes back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages as toasts
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from huiyin.lib.refusal import NotThere, Refused
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts
from huiyin.posts import actions, queries
from huiyin.posts.actions import Absence, Holding, Wish
from huiyin.posts.rules import Held, is_over, may_manage, total
from huiyin.territory.rules import paths_above
from huiyin.web.kit.forms import Form, refusals_in
from huiyin.web.kit.requests import SignedIn
from huiyin.web.kit.staffing.forms import NOBODY, HandOverForm, LeaveForm, TermForm
from huiyin.web.kit.uploads import number
from huiyin.web.kit.views.sign_in import home_of

if TYPE_CHECKING:
    from datetime import datetime

    from huiyin.posts.queries import Holder

# how a surface draws the page: the form that carries a refusal, and what is on it
Show = Callable[[SignedIn, Form, Mapping[str, Any]], HttpResponse]
COMMUNITY = 4
MOST_POSTS = 200


@dataclass(frozen=True)
class Desk:
    """A post in front of somebody who may staff it. mine: the holders whose matters the viewer may settle."""

    request: SignedIn
    post: PostFacts
    holders: "list[Holder]"
    is_over: bool

    @property
    def mine(self) -> "list[Holder]":
        own = self.request.viewer.person_id
        return [each for each in self.holders if self.is_over or each.person_id == own]

    @property
    def choices(self) -> list[tuple[int, str]]:
        return [(each.person_id, each.name) for each in self.mine]


def desk(request: SignedIn, post_id: int, *, show: Show, back: str) -> HttpResponse:
    """Show the page of a post, or do what was asked on it. Raises NotThere for who has nothing to do with it."""
    post = queries.access_post(request.viewer, post_id)
    held = queries.holders(post.id, at=request.now)
    here = Desk(request, post, held, is_over(request.viewer, post))
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in PLAIN:
        PLAIN[do](here)
        return redirect(back)
    forms = {name: make(here, request.POST if do == name else None) for name, make in FORMS.items()}
    form = forms.get(do)
    if form is not None and form.is_valid():
        with refusals_in(form):
            toasts.success(request, ACTS[do](here, form))
            # who has just handed over the own post may not come back to its page
            after = people.viewer_of(request.viewer.person_id, at=request.now)
            return redirect(back if may_manage(after, post) else home_of(after))
    return show(request, form or forms["pass"], {**_context(here), "forms": forms})


def _context(here: Desk) -> dict[str, Any]:
    request, post = here.request, here.post
    now, given = request.now, here.mine[0].person_id if here.mine else None
    held = [_worded(each) for each in actions.told(Holding(post, given, request.viewer, now))]
    return {
        "post": post,
        "holders": here.holders,
        "can_pass": bool(here.mine) or (not here.holders and here.is_over),
        "is_over": here.is_over,
        # a note may speak of cases: who only manages rights does not read it
        "shows_notes": request.viewer.acts_for(post.id) or request.viewer.sees(post.path),
        "held": held,
        "held_total": total(each for each, _word in held),
        "away": queries.leaves([post.id], at=now),
        "hand_overs": queries.hand_overs(post.id),
        "others": [
            each
            for each in request.viewer.posts
            if given == request.viewer.person_id
            and each.id != post.id
            and each.id in request.viewer.own_post_ids
        ],
        "acting": people.acting(post.id, at=now),
    }


def _worded(held: Held) -> tuple[Held, str]:
    return held, gettext(held.what)


def _pass_form(here: Desk, sent: Any) -> Form:
    found = queries.candidates(here.request.viewer, here.post, at=here.request.now)
    held = {each.person_id for each in here.mine}
    others = [(each.pk, each.name) for each in found if len(held) != 1 or each.pk not in held]
    return HandOverForm(sent, holders=here.choices, candidates=others, is_over=here.is_over)


def _leave_form(here: Desk, sent: Any) -> Form:
    return LeaveForm(sent, holders=here.choices, posts=_stand_ins(here))


def _term_form(here: Desk, sent: Any) -> Form:
    held = [(each.person_id, each.name, each.until) for each in here.holders]
    return TermForm(sent, holders=held)


def _stand_ins(here: Desk) -> list[tuple[int, str]]:
    """The posts nearby with the people who act for them: of the community, or of the own place further up."""
    path = paths_above(here.post.path)[:COMMUNITY][-1]
    near = [each for each in people.posts_below(path) if each.role.is_staff][:MOST_POSTS]
    line = queries.post_above(here.post)
    posts = {each.id: each for each in (*([line] if line else []), *near)}
    posts.pop(here.post.id, None)
    names = people.acting_names(posts, at=here.request.now)
    return [
        (each.id, f"{each.title} {names[each.id]}") for each in posts.values() if each.id in names
    ]


def _pass(here: Desk, form: Form) -> str:
    said = form.cleaned_data
    wish = Wish(here.post.id, said["given"], _heir(said), said["at"], said["note"])
    row = actions.hand_over(
        viewer=here.request.viewer, wish=wish, now=here.request.now, client_key=form.key
    )
    if row.is_planned:
        return gettext("已经安排好，到时自动交接，双方都会收到提醒。")
    return gettext("已经交接，没有留下未交的事。双方都会收到提醒。")


def _heir(said: Mapping[str, Any]) -> int | None:
    """Whoever was chosen, or named by the sign-in name. Raises Refused for a name that is none."""
    if login := said.get("login"):
        try:
            found = people.account_by_username(login.strip())
        except NotThere as unknown:
            raise Refused("没有这个登录名，请核对。") from unknown
        if found.person_id is None:
            raise Refused("这个登录名不属于任何人，请核对。")
        return found.person_id
    return None if said["taken"] == NOBODY else int(said["taken"])


def _leave(here: Desk, form: Form) -> str:
    said = form.cleaned_data
    absence = Absence(here.post.id, said["person"], said["by_post"], said["from_at"], said["to_at"])
    actions.take_leave(
        viewer=here.request.viewer, absence=absence, now=here.request.now, client_key=form.key
    )
    return gettext("已安排请假和替岗，到时自动结束。")


def _term(here: Desk, form: Form) -> str:
    until: datetime | None = form.cleaned_data["until"]
    actions.set_term(
        viewer=here.request.viewer,
        post_id=here.post.id,
        person_id=form.cleaned_data["person"],
        until=until,
        now=here.request.now,
    )
    return gettext("任期已设定。") if until else gettext("任期的期限已取消。")


def _cancel(here: Desk) -> None:
    actions.cancel(viewer=here.request.viewer, hand_over_id=_sent(here), now=here.request.now)
    toasts.success(here.request, gettext("这次交接已取消。"))


def _end_leave(here: Desk) -> None:
    actions.end_leave(viewer=here.request.viewer, leave_id=_sent(here), now=here.request.now)
    toasts.success(here.request, gettext("请假已结束，替岗同时结束。"))


def _sent(here: Desk) -> int:
    return number(here.request.POST.get("id")) or 0


FORMS: dict[str, Callable[[Desk, Any], Form]] = {
    "pass": _pass_form,
    "leave": _leave_form,
    "term": _term_form,
}
ACTS: dict[str, Callable[[Desk, Any], str]] = {"pass": _pass, "leave": _leave, "term": _term}
PLAIN: dict[str, Callable[[Desk], None]] = {"cancel": _cancel, "end_leave": _end_leave}
