"""A set of values as one value, whatever stands in them."""

import pytest
from django.utils import timezone

from huiyin.ground.among import among
from huiyin.ground.heartbeats.models import Heartbeat
from huiyin.ground.ledger.models import Entry

pytestmark = pytest.mark.django_db
ODD = ["web", 'a"b', "a\\", "a,b", "{a}", "", "null", "回音"]


@pytest.mark.parametrize("word", ODD)
def test_a_word_is_found_among_others_however_it_is_written(word: str) -> None:
    for name in ODD:
        Heartbeat.objects.create(process=name, at=timezone.now())
    assert Heartbeat.objects.get(among("process", [word, "nobody"])).process == word
    assert Heartbeat.objects.filter(among("process", ODD)).count() == len(ODD)


def test_among_no_values_there_is_none() -> None:
    Heartbeat.objects.create(process="web", at=timezone.now())
    assert not Heartbeat.objects.filter(among("process", [])).exists()
    assert not Entry.objects.filter(among("id", [])).exists()
