"""交接: a post passes from one person to another, with all that it and they hold, in one transaction.

Order of locks: the post, then both persons by their ids, then what the floors lock for themselves.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.ground import jobs
from huiyin.ground.commands import actions as commands
from huiyin.ground.ledger.actions import By
from huiyin.lib.refusal import Conflict, NotAllowed, Refused
from huiyin.people import actions as staffing
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts, Viewer
from huiyin.posts import queries, rules
from huiyin.posts.actions import passing
from huiyin.posts.actions.passing import Passing
from huiyin.posts.actions.slips import tell
from huiyin.posts.actions.telling import both_of, by_of, clock, from_to, note, tell_done
from huiyin.posts.models import HandOver

LONGEST_NOTE = 500
FARTHEST = timedelta(days=366)


@dataclass(frozen=True)
class Wish:
    """What is asked: whose post passes to whom, and when. at: aware; None or a moment that is past for at once."""

    post_id: int
    from_person_id: int | None
    to_person_id: int | None
    at: datetime | None = None
    note: str = ""


@transaction.atomic
def hand_over(
    *, viewer: Viewer, wish: Wish, now: datetime, client_key: UUID | None = None
) -> HandOver:
    """Hand a post over now, or plan it for later.

    Raises NotThere for a post that is none of the viewer's business, NotAllowed for a holder or a successor they may not
    choose; Conflict when somebody was quicker; Refused when something could not be moved, with what.
    """
    before = commands.repeat_of(client_key, verb="posts.hand_over", person_id=viewer.person_id)
    if before is not None:
        return HandOver.objects.get(pk=before)
    post = queries.access_post(viewer, wish.post_id)
    _lock(post.id, wish)
    _demand_right(viewer, post, wish, now)
    _demand_possible(post, wish, now)
    at = max(wish.at or now, now)
    if at == now:
        _give_up_plans(wish, now)
    row = HandOver.objects.create(
        post_id=post.id,
        from_person_id=wish.from_person_id,
        to_person_id=wish.to_person_id,
        at=at,
        note=" ".join(wish.note.split())[:LONGEST_NOTE],
        asked_by_id=viewer.person_id,
        asked_by_post_id=_office(viewer, post),
        asked_at=now,
    )
    commands.done(client_key, row.pk)
    if at > now:
        _plan(row, post, now)
    else:
        _carry_out(row, post, now)
    return row


@transaction.atomic
def cancel(*, viewer: Viewer, hand_over_id: int, now: datetime) -> HandOver:
    """Give up a plan. Raises NotThere, NotAllowed; Conflict when it is no plan any more."""
    post_id = HandOver.objects.filter(pk=hand_over_id).values_list("post_id", flat=True).first()
    post = queries.access_post(viewer, post_id or 0)
    people.lock_post(post.id)
    row = HandOver.objects.get(pk=hand_over_id)
    if not rules.may_staff(viewer, post, row.from_person_id):
        raise NotAllowed(_("只有本人和上级可以办理这个岗位的交接。"))
    if not row.is_planned:
        raise Conflict(_("这次交接已经办完或者取消了。"))
    row.cancelled_at = now
    row.save(update_fields=["cancelled_at"])
    note("post.hand_over_cancelled", row, post, By(viewer.person_id, _office(viewer, post)), now)
    words = _("%(post)s原定的交接已取消。") % {"post": post.title}
    tell(both_of(row), post_id=post.id, key=f"cancelled:{row.pk}", text=words, now=now)
    return row


def carry_out_planned(*, hand_over_id: int) -> None:
    """The job at the planned moment: does it once, however often it runs."""
    carry_out(hand_over_id=hand_over_id, now=timezone.now())


@transaction.atomic
def carry_out(*, hand_over_id: int, now: datetime) -> HandOver:
    """Carry out a plan whose time has come; one that is done, cancelled or not yet due stays as it is.

    What has become impossible meanwhile is written down, told to both and to who planned it, and changes nothing.
    """
    planned = HandOver.objects.get(pk=hand_over_id)
    wish = Wish(planned.post_id, planned.from_person_id, planned.to_person_id)
    _lock(planned.post_id, wish)
    row = HandOver.objects.get(pk=hand_over_id)  # as it is now that nobody else can change it
    if not row.is_planned or row.at > now:
        return row
    post = people.post_facts(row.post_id)
    try:
        with transaction.atomic():
            _demand_possible(post, wish, now)
            _carry_out(row, post, now)
    except Refused as refusal:
        _fail(row, post, refusal.said(_), now)
    return row


def _lock(post_id: int, wish: Wish) -> None:
    people.lock_post(post_id)
    for person_id in sorted({each for each in (wish.from_person_id, wish.to_person_id) if each}):
        people.lock_person(person_id)


def _demand_right(viewer: Viewer, post: PostFacts, wish: Wish, now: datetime) -> None:
    if not rules.may_staff(viewer, post, wish.from_person_id):
        raise NotAllowed(_("只有本人和上级可以办理这个岗位的交接。"))
    if wish.to_person_id is None or rules.is_over(viewer, post):
        return
    if wish.to_person_id not in {each.pk for each in queries.candidates(viewer, post, at=now)}:
        raise NotAllowed(_("您可以交给本社区的工作人员；要交给别人，请上级办理。"))


def _demand_possible(post: PostFacts, wish: Wish, now: datetime) -> None:
    """Whether it can be done as things stand; the caller holds the locks."""
    held = {each.person_id for each in queries.holders(post.id, at=now)}
    if wish.from_person_id is None and wish.to_person_id is None:
        raise Refused(_("请选择由谁接手。"))
    if wish.from_person_id == wish.to_person_id:
        raise Refused(_("请选择另一个人接手。"))
    if wish.from_person_id is not None and wish.from_person_id not in held:
        raise Conflict(_("要交出岗位的人已经不在这个岗位上，可能刚刚交接过。请刷新页面再看。"))
    if wish.from_person_id is None and held and post.role.is_exclusive:
        raise Conflict(_("这个岗位已经有人在岗，请刷新页面再看。"))
    if wish.at is not None and wish.at - now > FARTHEST:
        raise Refused(_("交接最远可以安排在一年以内。"))
    if wish.to_person_id is not None and not people.account_of(wish.to_person_id).is_active:
        raise Refused(_("接手的人的账号已经停用，请选择另一个人。"))
    same = queries.planned().filter(post_id=post.id, from_person_id=wish.from_person_id)
    if wish.at is not None and wish.at > now and same.exists():
        raise Conflict(_("这个岗位已经安排了一次交接，请先取消那一次。"))


def _plan(row: HandOver, post: PostFacts, now: datetime) -> None:
    jobs.defer(carry_out_planned, at=row.at, hand_over_id=row.pk)
    note("post.hand_over_planned", row, post, by_of(row), now)
    words = _("%(post)s将在 %(at)s 交接：%(who)s。") % {
        "post": post.title, "at": clock(row.at), "who": from_to(row),
    }  # fmt: skip
    tell(both_of(row), post_id=post.id, key=f"planned:{row.pk}", text=words, now=now)


def _carry_out(row: HandOver, post: PostFacts, now: datetime) -> None:
    """Change the holder, move what is bound to the person, and see that nothing has stayed. The caller holds the locks."""
    by, given, taken = by_of(row), row.from_person_id, row.to_person_id
    if given is not None:
        staffing.leave_post(post_id=post.id, person_id=given, by=by, now=now)
    colleagues = {each.person_id for each in queries.holders(post.id, at=now)}
    if taken is not None and taken not in colleagues:
        staffing.take_post(post_id=post.id, person_id=taken, by=by, now=now)
    names = people.names_of(each for each in (given, taken) if each)
    under_way = Passing(
        post=post,
        from_person_id=given,
        to_person_id=taken,
        acting_ids=frozenset(),
        by=by,
        now=now,
        from_name=names.get(given or 0, ""),
        to_name=names.get(taken or 0, ""),
    )
    passed = Passing(**{**vars(under_way), "acting_ids": _acting(under_way)})
    moved = passing.move(passed)
    _demand_nothing_left(passed)
    row.done_at, row.moved = now, [[each.what, each.number] for each in moved]
    row.save(update_fields=["done_at", "moved"])
    note("post.handed_over", row, post, by, now, moved=row.moved)
    tell_done(row, passed)


def _acting(under_way: Passing) -> frozenset[int]:
    """Who acts for the post from now on. Raises Refused when that is nobody, or still who handed it over."""
    post = under_way.post
    acting = frozenset(people.acting_person_ids(post.id, at=under_way.now))
    if not acting:
        raise Refused(_("没有人接手，上面的岗位也都空缺。请先选择接手的人。"))
    if under_way.from_person_id in acting:
        raise Refused(_("交出以后仍然会由本人代管这个岗位。请选择接手的人。"))
    return acting


def _demand_nothing_left(passed: Passing) -> None:
    """Zero left behind, counted in the transaction that moved it; a remainder undoes all of it."""
    remains = passing.left(passed)
    if passed.from_person_id is not None:
        gone = people.viewer_of(passed.from_person_id, at=passed.now)
        if gone.acts_for(passed.post.id):
            raise Refused(_("交接没有完成：原来的人还能以这个岗位办事。请联系管理员。"))
    if remains:
        things = "、".join(f"{_(each.what)} {each.number}" for each in remains)
        raise Refused(
            _("交接没有完成，什么都没有改变。还有这些没有人能接：%(things)s。"), things=things
        )


def _give_up_plans(wish: Wish, now: datetime) -> None:
    """What was planned for the same post and person is pointless once it passes at once."""
    same = queries.planned().filter(post_id=wish.post_id, from_person_id=wish.from_person_id)
    same.update(cancelled_at=now)


def _fail(row: HandOver, post: PostFacts, why: str, now: datetime) -> None:
    row.fault = why[:300]
    row.done_at, row.moved = None, []
    row.save(update_fields=["fault", "done_at", "moved"])
    note("post.hand_over_failed", row, post, by_of(row), now, reason=why)
    words = _("%(post)s原定的交接没有办成：%(why)s") % {"post": post.title, "why": why}
    people_told = {*both_of(row), row.asked_by_id}
    tell(people_told, post_id=post.id, key=f"failed:{row.pk}", text=words, now=now)


def _office(viewer: Viewer, post: PostFacts) -> int | None:
    """In which of their posts somebody staffs this one: the own one, else the nearest above it."""
    if post.id in viewer.own_post_ids:
        return post.id
    over = [each for each in viewer.posts if rules.post_is_over(each, post)]
    return max(over, key=lambda each: len(each.path)).id if over else None
