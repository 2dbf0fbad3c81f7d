"""Taking the notices of consent out of packs: a place tells its people in its own words."""

from typing import Any

from django.utils.translation import gettext as _

from huiyin.ground.packs.sections import Import
from huiyin.trust.actions.consents import publish_notice
from huiyin.trust.rules.consent import Topic

SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["notices"],
    "properties": {
        "notices": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["topic", "text"],
                "properties": {
                    "topic": {"enum": [topic.value for topic in Topic]},
                    "text": {"type": "string", "minLength": 10, "maxLength": 2000},
                },
            },
        }
    },
}


def import_notices(under_way: Import) -> None:
    """A text that has changed is the next version of its notice; what stays the same is left alone."""
    seen: set[str] = set()
    for row in under_way.rows("notices"):
        topic = row["topic"]
        if topic in seen:
            row.refuse(_("“%s”的告知写了两次。") % topic, "topic")
            continue
        seen.add(topic)
        change = publish_notice(topic=Topic(topic), text=row["text"], now=under_way.now)
        under_way.note(**{change: [topic]})
