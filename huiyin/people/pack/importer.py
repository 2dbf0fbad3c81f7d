"""Taking persons, posts and residents out of a pack. Faults are reported, not raised."""

from datetime import UTC, date, datetime, time

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import
from huiyin.lib.times import ZONE
from huiyin.people.pack.crowds import import_crowds
from huiyin.people.pack.homes import import_homes
from huiyin.people.pack.persons import import_persons
from huiyin.people.pack.posts import import_posts


def import_people(under_way: Import) -> None:
    """Write everything the section names; see the schema. `since` is when everybody was there already."""
    since = _since(under_way)
    persons = import_persons(under_way)
    import_posts(under_way, persons, since)
    named = import_homes(under_way, persons, since)
    import_crowds(under_way, named, since)


def _since(under_way: Import) -> datetime:
    row = under_way.value("since")
    if row is None:
        return under_way.now
    try:
        day = date.fromisoformat(row.value)
    except ValueError:
        row.refuse(_("“%s”不是日期。") % row.value)
        return under_way.now
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
