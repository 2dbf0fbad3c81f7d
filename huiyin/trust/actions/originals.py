"""Words that stand masked for others: kept whole under lock, let go with the words."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from huiyin.people import queries as people
from huiyin.trust.models import Original
from huiyin.trust.rules.detecting import Masked, masked


def masked_for_others(text: str) -> Masked | None:
    """What others read instead of a text; None where all may read it. A number an office has published is no secret."""
    found = masked(text)
    if found is None or (found.has_only_phones and people.are_published(found.phones)):
        return None
    return found


@transaction.atomic
def keep_original(
    *, subject: str, subject_id: int, person_id: int | None, found: Masked, text: str, now: datetime
) -> None:
    """Keep the whole of a text that others read masked, in the place of what was kept before it."""
    secrets: Sequence[str] = [str(each) for each in found.secrets]
    said = {
        "subject": subject,
        "person_id": person_id,
        "secrets": secrets,
        "text": text,
        "at": now,
    }
    Original.objects.update_or_create(pk=subject_id, defaults=said)


@transaction.atomic
def let_go(subject_ids: Collection[int]) -> int:
    """Destroy what was kept of these. Returns how many there were."""
    gone, _rows = Original.objects.filter(pk__in=subject_ids).delete()
    return gone
