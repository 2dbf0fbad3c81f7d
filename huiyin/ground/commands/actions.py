"""Idempotence: a repeat of what a client asked before is answered with the first result."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from huiyin.ground.commands.models import Command
from huiyin.lib.refusal import Conflict


def repeat_of(
    key: UUID | None, *, verb: str, person_id: int | None, result_id: int | None = None
) -> int | None:
    """Claim a client's key inside the caller's transaction.

    Returns None the first time: do the work. Returns the id of the first result when the same person asked for the
    same before; a simultaneous repeat waits until the first has committed or failed.
    result_id: of what the work is about or will make; where it is not known yet, call `done` after the work.
    key: None for callers that repeat nothing (the clock). Raises Conflict when the key stands for something else.
    """
    if key is None:
        return None
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a key is claimed inside the transaction of its work")
    if _is_first(key, verb, person_id, result_id):
        return None
    earlier = Command.objects.get(key=key)
    if (earlier.verb, earlier.person_id) != (verb, person_id) or earlier.result_id is None:
        raise Conflict("这一步的编号已用于另一件事，请刷新页面后再试。")
    return earlier.result_id


def done(key: UUID | None, result_id: int) -> None:
    """Keep what came of the work, in the transaction that did it, where `repeat_of` was not told."""
    if key is not None:
        Command.objects.filter(key=key).update(result_id=result_id)


def _is_first(key: UUID, verb: str, person_id: int | None, result_id: int | None) -> bool:
    """Write the key down in one statement, which waits for another that is writing the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO commands_command (key, verb, person_id, result_id, claimed_at)"
            " VALUES (%s, %s, %s, %s, now())"
            " ON CONFLICT DO NOTHING",
            [key, verb, person_id, result_id],
        )
        return bool(cursor.rowcount)


def forget_keys_of(person_id: int) -> int:
    """Take away the keys of a person's acts: nobody will repeat them. Returns how many."""
    count, _rows = Command.objects.filter(person_id=person_id).delete()
    return count


def forget_before(moment: datetime) -> int:
    """Take away the keys of acts before a moment (aware): no phone repeats them any more. Returns how many."""
    count, _rows = Command.objects.filter(claimed_at__lt=moment).delete()
    return count
