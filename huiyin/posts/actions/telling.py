"""What a hand-over leaves in the ledger and says to people."""

from datetime import datetime

from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By, record
from huiyin.lib.times import local
from huiyin.people import queries as people
from huiyin.people.rules import PostFacts
from huiyin.posts import queries
from huiyin.posts.actions.passing import Passing
from huiyin.posts.actions.slips import tell
from huiyin.posts.models import HandOver


def note(kind: str, row: HandOver, post: PostFacts, by: By, now: datetime, **more: object) -> None:
    """Write what became of a hand-over into the ledger, under its post."""
    record(
        kind,
        subject="post",
        subject_id=post.id,
        by=by,
        at=now,
        area=post.path,
        data={
            "hand_over_id": row.pk,
            "from_person_id": row.from_person_id,
            "to_person_id": row.to_person_id,
            "planned_at": row.at.isoformat(),
            "text": row.note,
            **more,
        },
        topics=[f"post:{post.id}", *(f"person:{each}" for each in both_of(row))],
    )


def tell_done(row: HandOver, passed: Passing) -> None:
    """Both hear of it, and who answers for the post."""
    title, key = passed.post.title, f"done:{row.pk}"
    left_words = _("留言：%s") % row.note if row.note else ""
    who = passed.from_name or _("（原来空缺）")
    mine = _("您已接任%(post)s，原来是%(who)s。%(note)s") % {
        "post": title, "who": who, "note": left_words,
    }  # fmt: skip
    heir = passed.to_name or _("上级岗位代管")
    yours = _("您已交出%(post)s，由%(who)s接手，手上没有留下未交的事。") % {
        "post": title, "who": heir,
    }  # fmt: skip
    tell([row.to_person_id], post_id=row.post_id, key=key, text=mine, now=passed.now)
    tell([row.from_person_id], post_id=row.post_id, key=key, text=yours, now=passed.now)
    above = queries.post_above(passed.post)
    if above is not None:
        both = {row.to_person_id, row.from_person_id, row.asked_by_id}
        others = set(people.acting_person_ids(above.id, at=passed.now)) - both
        words = _("%(post)s已交接：%(who)s。") % {"post": title, "who": from_to(row)}
        tell(others, post_id=row.post_id, key=key, text=words, now=passed.now)


def from_to(row: HandOver) -> str:
    names = people.names_of(both_of(row))
    given = names.get(row.from_person_id or 0) or _("空缺")
    return f"{given} → {names.get(row.to_person_id or 0) or _('暂由上级代管')}"


def both_of(row: HandOver) -> list[int]:
    return [each for each in (row.from_person_id, row.to_person_id) if each is not None]


def by_of(row: HandOver) -> By:
    return By(row.asked_by_id, row.asked_by_post_id)


def clock(at: datetime) -> str:
    return local(at).strftime("%Y-%m-%d %H:%M")
