"""What people agree to: by themselves, to what they have read, and never asked again after a no."""

import uuid
from datetime import timedelta

import pytest

from huiyin.conftest import NOON, Town
from huiyin.ground.ledger import queries as ledger
from huiyin.lib.refusal import Conflict
from huiyin.trust.actions.consents import answer, publish_notice
from huiyin.trust.models import Consent
from huiyin.trust.queries.consents import Matter, matters_of, notices, refused, story_of
from huiyin.trust.rules.consent import Topic

LATER = NOON + timedelta(days=1)


@pytest.fixture
def told(town: Town) -> Town:
    publish_notice(topic=Topic.PHONE, text="用手机号联系您。", now=NOON)
    return town


def matter(town: Town) -> Matter:
    (only,) = matters_of(town.persons["resident"].pk)
    return only


def say(town: Town, *, is_given: bool, notice_id: int | None = None) -> Consent:
    return answer(
        person_id=town.persons["resident"].pk,
        notice_id=notice_id or notices()[Topic.PHONE].pk,
        is_given=is_given,
        now=NOON,
    )


def test_nothing_is_asked_without_a_notice(town: Town) -> None:
    assert matters_of(town.persons["resident"].pk) == []


def test_silence_is_no_consent_and_no_refusal(told: Town) -> None:
    assert (matter(told).is_given, matter(told).may_ask) == (False, True)
    assert refused([told.persons["resident"].pk], topic=Topic.PHONE) == set()


def test_a_yes_can_be_withdrawn_and_both_stay_in_the_ledger(told: Town) -> None:
    say(told, is_given=True)
    assert matter(told).is_given
    say(told, is_given=False)
    assert not matter(told).is_given
    who = told.persons["resident"].pk
    assert [each.is_given for each in story_of(who)] == [False, True]
    kinds = [entry.kind for entry in ledger.history("person", who)]
    assert kinds[-2:] == ["consent.given", "consent.refused"]


def test_who_said_no_is_not_asked_again_whatever_the_notice_says_later(told: Town) -> None:
    say(told, is_given=False)
    assert not matter(told).may_ask
    publish_notice(topic=Topic.PHONE, text="用手机号联系您，新的说法。", now=LATER)
    assert not matter(told).may_ask


def test_a_yes_to_an_older_notice_is_none_to_the_new_one(told: Town) -> None:
    old = notices()[Topic.PHONE].pk
    say(told, is_given=True)
    publish_notice(topic=Topic.PHONE, text="用手机号联系您，新的说法。", now=LATER)
    assert (matter(told).is_given, matter(told).may_ask) == (False, True)
    with pytest.raises(Conflict):
        say(told, is_given=True, notice_id=old)
    assert not say(told, is_given=False, notice_id=old).is_given


def test_the_same_text_is_the_same_version(told: Town) -> None:
    assert publish_notice(topic=Topic.PHONE, text=" 用手机号联系您。\n", now=LATER) == "same"
    assert publish_notice(topic=Topic.PHONE, text="别的。", now=LATER) == "changed"
    assert notices()[Topic.PHONE].version == 2


def test_an_answer_that_is_sent_twice_is_one(told: Town) -> None:
    key, who = uuid.uuid4(), told.persons["resident"].pk
    notice = notices()[Topic.PHONE].pk
    for _n in range(2):
        answer(person_id=who, notice_id=notice, is_given=True, now=NOON, client_key=key)
    assert len(story_of(who)) == 1
