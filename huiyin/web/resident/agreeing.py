"""What somebody reads before joining a group, and their yes: the same for the poster and for an invitation."""

from datetime import datetime

from huiyin.trust.actions.consents import agree_to_join, demand_read
from huiyin.trust.queries import consents
from huiyin.trust.rules.consent import Topic
from huiyin.web.resident.forms import JoinForm


def told() -> dict[str, object]:
    """The notices as they stand now, for the page."""
    notices = consents.notices()
    return {"notice": notices.get(Topic.JOIN), "child_notice": notices.get(Topic.CHILD)}


def demand(form: JoinForm) -> None:
    """Raises Refused where another version was read than the one that stands now."""
    demand_read(form.read)


def agreed(form: JoinForm, person_id: int, now: datetime) -> None:
    agree_to_join(person_id=person_id, read=form.read, guardian=form.guardian_name, now=now)
