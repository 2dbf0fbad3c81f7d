"""任期: until when somebody holds a post. The end makes a vacancy by itself; who answers for the post is reminded before."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import NotAllowed
from huiyin.lib.times import local
from huiyin.people import actions as staffing
from huiyin.people import queries as people
from huiyin.people.models import Incumbency
from huiyin.people.rules import Viewer
from huiyin.posts import queries, rules
from huiyin.posts.actions.slips import tell
from huiyin.posts.models import Slip

REMINDED_BEFORE = timedelta(days=30)


@transaction.atomic
def set_term(
    *, viewer: Viewer, post_id: int, person_id: int, until: datetime | None, now: datetime
) -> Incumbency:
    """Say until when somebody holds a post; who answers for it does, never the holder. until: aware; None for no end.

    Raises NotThere, NotAllowed; Conflict when the person does not hold it, Refused for a moment that is past.
    """
    post = queries.access_post(viewer, post_id)
    if not rules.is_over(viewer, post):
        raise NotAllowed(_("任期由上级设定。"))
    over = next(each.id for each in viewer.posts if rules.post_is_over(each, post))
    by = By(viewer.person_id, over)
    return staffing.set_term(post_id=post_id, person_id=person_id, until=until, by=by, now=now)


@transaction.atomic
def remind_of_terms(*, now: datetime) -> int:
    """Tell the holders and who answers for them of terms that end within 30 days, once for each end. Returns how many."""
    ending = Incumbency.objects.filter(to_at__gt=now, to_at__lte=now + REMINDED_BEFORE)
    count = 0
    for row in ending.select_related("person").order_by("to_at", "id"):
        count += _remind(row, now)
    return count


def _remind(row: Incumbency, now: datetime) -> bool:
    ends = row.to_at
    if ends is None:
        return False
    day = local(ends).date().isoformat()
    key = f"term:{row.pk}:{day}"
    if Slip.objects.filter(key=key).exists():
        return False
    post = people.post_facts(row.post_id)
    above = queries.post_above(post)
    heads = people.acting_person_ids(above.id, at=now) if above else []
    words = _("%(post)s %(name)s的任期到 %(day)s 结束，请安排续任或交接；到期以后这个岗位空缺。")
    text = words % {"post": post.title, "name": row.person.name, "day": day}
    tell({*heads, row.person_id}, post_id=post.id, key=key, text=text, now=now)
    record(
        "post.term_ending",
        subject="post",
        subject_id=post.id,
        by=By(None, None),
        at=now,
        area=post.path,
        data={"person_id": row.person_id, "until": ends.isoformat()},
        topics=[f"post:{post.id}"],
    )
    return True
