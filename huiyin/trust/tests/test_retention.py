"""What has served its time goes by itself, and the record says so."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from huiyin.ground.commands.actions import repeat_of
from huiyin.ground.commands.models import Command
from huiyin.ground.ledger import queries as ledger
from huiyin.trust.actions.retention import end_what_is_due


def act(days_ago: int) -> uuid.UUID:
    key = uuid.uuid4()
    with transaction.atomic():
        repeat_of(key, verb="test", person_id=1, result_id=1)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE commands_command SET claimed_at = now() - make_interval(days => %s) WHERE key = %s",
            [days_ago, key],
        )
    return key


@pytest.mark.django_db
def test_keys_of_acts_and_ended_sign_ins_go_and_what_is_young_stays() -> None:
    now = timezone.now()
    act(31)
    young = act(29)
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(1))
    gone = end_what_is_due(now=now)
    assert {what: count for what, count in gone.items() if count} == {"commands": 1, "sessions": 1}
    assert [each.key for each in Command.objects.all()] == [young]
    assert [each.session_key for each in Session.objects.all()] == ["new"]
    (entry,) = ledger.history("retention", 0)
    assert entry.data == {
        "class": "passing",
        "days": 30,
        "count": {"commands": 1, "sessions": 1},
    }


@pytest.mark.django_db
def test_a_day_on_which_nothing_goes_leaves_no_record() -> None:
    assert not any(end_what_is_due(now=timezone.now()).values())
    assert ledger.history("retention", 0) == []
