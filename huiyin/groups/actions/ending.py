"""Talk that has served its time goes: words, what they said before, and the files that stand in no matter."""

from datetime import datetime

from huiyin.cases.models import CaseFile
from huiyin.ground.files.actions import remove_files
from huiyin.ground.files.queries import stored_before
from huiyin.groups.models import Message, MessageCase, MessageRevision
from huiyin.lib.ids import first_id_at


def end_messages(before: datetime, _now: datetime) -> int:
    """What a matter cites was copied into it, and stays there (`MessageCase`)."""
    border = first_id_at(before)
    MessageRevision.objects.filter(message_id__lt=border).delete()
    ended, _rows = Message.objects.filter(pk__lt=border).delete()
    return ended


def end_files(before: datetime, _now: datetime) -> int:
    """Files that hang on no words and no matter any more; called when the words have gone."""
    old = set(stored_before(before))
    for held in (
        CaseFile.objects.values_list("file_id", flat=True),
        MessageCase.objects.values_list("file_id", flat=True),
        MessageRevision.objects.values_list("file_id", flat=True),
        Message.objects.values_list("file_id", flat=True),
    ):
        old.difference_update(held.filter(file_id__in=old))
    return remove_files(old)
