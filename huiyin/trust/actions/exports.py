"""Taking data out of the site: that it happened is written before the first row leaves."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from huiyin.ground.ledger.actions import By, record
from huiyin.lib.refusal import NotAllowed
from huiyin.lib.times import local
from huiyin.people.rules import Verb, Viewer


@transaction.atomic
def record_export(
    what: str, *, verb: Verb, asked: Mapping[str, str], viewer: Viewer, now: datetime
) -> int:
    """Note that a viewer takes out `what` (`audit`). Returns the id of the entry `<what>.exported`.

    verb: what gives the right; the post that has it is noted. asked: the filters, by code. Raises NotAllowed without it.
    """
    office = next((post.id for post in viewer.posts if verb in post.role.verbs), None)
    if office is None:
        raise NotAllowed("您的岗位不能导出这些内容。")
    return record(
        f"{what}.exported",
        subject=what,
        subject_id=viewer.person_id,
        by=By(viewer.person_id, office),
        at=now,
        area="",
        data={"asked": dict(asked)},
    )


@transaction.atomic
def record_copy(*, person_id: int, form: str, now: datetime) -> int:
    """Note that a person took a copy of what is held of themselves. form: `json` or `pdf`."""
    return record(
        "data.copied",
        subject="person",
        subject_id=person_id,
        by=By(person_id, None),
        at=now,
        area="",
        data={"form": form},
    )


def watermark(entry_id: int, *, viewer: Viewer, verb: Verb | None, now: datetime) -> str:
    """The line that stands inside every file taken out: who, in which office, when, and the entry that says what was asked.

    verb: what gave the right; None for somebody's own copy. A file that turns up elsewhere leads back to its entry.
    """
    office = next((post.title for post in viewer.posts if verb in post.role.verbs), "")
    who = " ".join(part for part in (office, viewer.name) if part)
    told = _("导出编号 %(number)d，%(who)s，%(moment)s。只用于所说的用途，不要转给别人。")
    return told % {"number": entry_id, "who": who, "moment": f"{local(now):%Y-%m-%d %H:%M}"}
