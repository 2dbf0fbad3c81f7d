"""A session from the door to its end: who stands at the door, who is in, how surely, and for how long."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages as toasts
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext

from huiyin.lib.addresses import client_address
from huiyin.lib.refusal import NotAllowed, NotThere
from huiyin.lib.times import ZONE
from huiyin.people import queries as people
from huiyin.people.rules import ADMINISTRATORS, Viewer
from huiyin.sign_in import actions, queries
from huiyin.sign_in.rules import Ending, Entry, Kind, Step, Way, Where, next_step
from huiyin.web.kit.requests import Asked

if TYPE_CHECKING:
    from huiyin.people.models import Account
    from huiyin.sign_in.models import HistoryLine

BACKEND = "django.contrib.auth.backends.ModelBackend"
ENTRY, PENDING = "entry", "at_the_door"
# whoever stands at the door with half of what is asked is not waited for longer
DOOR_OPEN = timedelta(minutes=10)


@dataclass(frozen=True)
class AtTheDoor:
    """Somebody who has given a password, or a code, and may still owe something. at: seconds since 1970. next: where they were going.

    proof: of the password that was given; once it is changed, whoever gave the old one waits in vain.
    """

    account_id: int
    way: str
    at: int
    proof: str
    next: str = ""
    is_second_given: bool = False


def address_of(request: HttpRequest) -> str:
    """The address a request comes from; what a proxy says of it is believed of our own proxies alone."""
    meta = request.META
    forwarded = meta.get("HTTP_X_FORWARDED_FOR", "")
    return client_address(meta.get("REMOTE_ADDR", ""), forwarded, settings.HUIYIN_PROXIES)


def axes_address(request: HttpRequest) -> str | None:
    """The same as axes wants it."""
    return address_of(request) or None


def counted_by(asked: Any, _credentials: object = None) -> list[str]:
    """What axes counts failures by: a proxy that hides where people come from must not lock all of them at once."""
    known = axes_address(asked) if isinstance(asked, HttpRequest) else asked.ip_address
    return ["username", "ip_address"] if known else ["username"]


def where_of(request: HttpRequest) -> Where:
    return Where.of(address_of(request), request.META.get("HTTP_USER_AGENT", ""))


def wait_at_the_door(request: Asked, account: "Account", way: Way, *, going_to: str) -> None:
    """Remember who has given a password, or a code. They are nobody yet: every page still leads to sign-in."""
    proof = account.get_session_auth_hash()
    waiting = AtTheDoor(account.pk, way.value, int(request.now.timestamp()), proof, going_to)
    # nothing of whoever sat here before goes along
    sign_out(request)
    request.session.set_expiry(DOOR_OPEN)
    _put(request, waiting)


def at_the_door(request: Asked) -> AtTheDoor | None:
    """Who waits, None when nobody does or they waited too long."""
    kept = request.session.get(PENDING)
    waiting = AtTheDoor(**kept) if kept else None
    if waiting is None or _is_still_known(waiting, request.now):
        return waiting
    del request.session[PENDING]
    return None


def _is_still_known(waiting: AtTheDoor, now: datetime) -> bool:
    account = people.account(waiting.account_id)
    is_in_time = now.timestamp() < waiting.at + DOOR_OPEN.total_seconds()
    is_same = constant_time_compare(waiting.proof, account.get_session_auth_hash())
    return is_in_time and is_same and account.is_active


def second_given(request: Asked, waiting: AtTheDoor) -> None:
    """Whoever waits has given a second factor."""
    _put(request, replace(waiting, is_second_given=True))


def password_given(request: Asked, waiting: AtTheDoor, account: "Account") -> None:
    """Whoever waits has chosen a new password, and goes on waiting with that."""
    _put(request, replace(waiting, proof=account.get_session_auth_hash()))


def _put(request: Asked, waiting: AtTheDoor) -> None:
    request.session[PENDING] = asdict(waiting)


def owed(account: "Account", waiting: AtTheDoor, *, now: datetime) -> Step | None:
    """What somebody at the door has to do next; None: they may come in."""
    viewer = viewer_of(account, now=now)
    is_staff = viewer is not None and viewer.is_staff
    return next_step(
        way=Way(waiting.way),
        has_factor=queries.has_factor(account.pk),
        is_second_given=waiting.is_second_given,
        is_second_owed=viewer is not None and owes_second(viewer),
        is_password_due=queries.is_password_due(account, is_staff=is_staff, at=now),
    )


def owes_second(viewer: Viewer) -> bool:
    """Whether somebody's posts ask for a second factor: the three administrators', or all where the site says so."""
    if viewer.roles & ADMINISTRATORS:
        return True
    return viewer.is_staff and bool(queries.limits().staff_second_factor)


def viewer_of(account: "Account", *, now: datetime) -> Viewer | None:
    person_id = account.person_id
    return people.viewer_of(person_id, at=now) if person_id is not None else None


def let_in(request: Asked, account: "Account", way: Way, *, has_second: bool) -> Viewer | None:
    """Begin a session under a new key. What the owner has to be told is told on the next page."""
    if request.user.is_authenticated:
        sign_out(request)
    login(request, account, backend=BACKEND)
    request.session.pop(PENDING, None)
    viewer = viewer_of(account, now=request.now)
    is_staff = viewer is not None and viewer.is_staff
    # visitors of a demo look around at leisure
    is_desk = is_staff and way is not Way.DEMO
    limits = queries.limits()
    entry = Entry.begun(
        way=way, is_staff=is_desk, has_second=has_second, limits=limits, now=request.now
    )
    request.session[ENTRY] = entry.kept()
    request.session.set_expiry(limits.most(is_staff=is_desk))
    actions.begin_session(
        account_id=account.pk,
        session_key=request.session.session_key or "",
        way=way,
        is_staff=is_staff,
        has_second=has_second,
        where=where_of(request),
        now=request.now,
    )
    _tell(request, account)
    return viewer


def _tell(request: Asked, account: "Account") -> None:
    lines = queries.untold(account.pk)
    for line in lines:
        toasts.warning(request, told(line))
    actions.mark_told(lines, now=request.now)


def told(line: "HistoryLine") -> str:
    """One line of the history as a sentence."""
    what = gettext(Kind(line.kind).label)
    if not line.reason:
        return gettext("%(what)s。详情见“登录记录”。") % {"what": what}
    words = {"what": what, "who": line.by_title, "reason": line.reason}
    return gettext("%(what)s（%(who)s）。原因：%(reason)s") % words


def sign_out(request: Asked) -> None:
    """End the session of this browser."""
    key = request.session.session_key
    if key:
        actions.end_session(session_key=key, ending=Ending.SIGNED_OUT, now=request.now)
    logout(request)


def stands(request: HttpRequest, now: datetime) -> bool:
    """Whether the session of a request is still good; one that rested or lasted too long ends here.

    Costs no query but when it ends, and one to write down that it is used, at most once a minute.
    """
    entry = entry_of(request)
    ending = entry.ending(now) if entry else Ending.TOO_LONG
    if ending is not None:
        actions.end_session(session_key=request.session.session_key or "", ending=ending, now=now)
        logout(request)
        toasts.warning(request, gettext(ending.sentence))
        return False
    if entry is not None and entry.is_to_be_written(now):
        request.session[ENTRY] = {**entry.kept(), "seen": int(now.timestamp())}
    return True


def say_why_it_ended(request: HttpRequest) -> None:
    """Tell whoever comes back with the key of a session that is gone why it is. One query, for them alone."""
    ending = queries.ending_of(request.COOKIES[settings.SESSION_COOKIE_NAME])
    if ending is not None and ending is not Ending.SIGNED_OUT:
        toasts.warning(request, gettext(ending.sentence))


def entry_of(request: HttpRequest) -> Entry | None:
    return Entry.read(request.session.get(ENTRY))


def is_confirmed_now(request: Asked) -> bool:
    """Whether a second factor was given in this session, and lately.

    Invented people of a demo have none, and their way in says so.
    """
    entry = entry_of(request)
    if entry is None:
        return False
    if settings.HUIYIN_DEMO and entry.way == Way.DEMO:
        return True
    return entry.is_confirmed(within=queries.limits().confirmed, now=request.now)


def is_sure_now(request: Asked) -> bool:
    """Whether somebody showed lately who they are: a telephone that lies open changes nothing of an account."""
    entry = entry_of(request)
    if entry is None:
        return False
    is_playing = settings.HUIYIN_DEMO and entry.way == Way.DEMO
    return is_playing or entry.is_sure(within=queries.limits().confirmed, now=request.now)


def confirm(request: HttpRequest, *, now: datetime, has_second: bool) -> None:
    """Somebody showed just now who they are. has_second: by a second factor."""
    entry = entry_of(request)
    if entry is not None:
        moment = int(now.timestamp())
        given = {"second": moment} if has_second else {}
        request.session[ENTRY] = {**entry.kept(), "sure": moment, **given}


def stamp(sender: object, request: HttpRequest, **_more: Any) -> None:
    """Whoever is signed in by Django itself, as tests do it, has a session that stands as a resident's does."""
    limits = queries.limits()
    rest = int(limits.idle(is_staff=False).total_seconds())
    start = int(datetime.now(tz=ZONE).timestamp())
    request.session[ENTRY] = Entry(
        way="", seen=start, until=start + rest, rest=rest, sure=start
    ).kept()


def account_at(request: Asked) -> "Account":
    """Whose account a page of accounts is about: of who is in, else of who has shown all but what the page is for.

    Raises NotThere when nobody is at the door either.
    """
    if request.viewer is not None:
        return people.account_of(request.viewer.person_id)
    waiting = at_the_door(request)
    if waiting is None:
        raise NotThere("没有找到这个页面。")
    return people.account(waiting.account_id)


def demand_sure(request: Asked) -> None:
    """For what a script asks, where no page can be put in between. Raises NotAllowed.

    Whoever stands at the door and owes a factor has shown the password a moment ago.
    """
    if request.viewer is None:
        account, waiting = account_at(request), at_the_door(request)
        if waiting and owed(account, waiting, now=request.now) is Step.ENROL:
            return
    elif is_sure_now(request):
        return
    raise NotAllowed("请先确认是您本人，再试一次。")


def change_password(request: Asked, account: "Account", chosen: str) -> None:
    """Somebody who is in chooses a password and stays in, under a new key. Raises Refused for one that will not do."""
    before = request.session.session_key or ""
    changed = actions.change_password(
        account_id=account.pk,
        password=chosen,
        now=request.now,
        where=where_of(request),
        keep=before,
    )
    update_session_auth_hash(request, changed)
    actions.renew_key(old=before, new=request.session.session_key or "")
