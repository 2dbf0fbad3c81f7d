"""看号码: the page between a masked number and the number."""

from datetime import timedelta
from http import HTTPStatus

import pytest

from huiyin.cases.models import Case, Party
from huiyin.people.actions import change_phone
from huiyin.people.models import Person
from huiyin.trust.actions.consents import answer as agree
from huiyin.trust.actions.consents import publish_notice
from huiyin.trust.queries import consents
from huiyin.trust.queries.looks import looks_at
from huiyin.trust.rules.consent import Topic
from huiyin.web.officer.tests.conftest import Desk

NUMBER, MASKED = "14000001234", "140****1234"
WHY = {"purpose": "tell", "words": "告诉她证件办好了"}


@pytest.fixture
def case(desk: Desk) -> Case:
    change_phone(person_id=desk.town.persons["resident"].pk, phone=NUMBER, now=desk.now)
    return desk.accepted(desk.matter())


def address(case: Case) -> str:
    return f"/phone/{case.pk}/{Party.objects.get(case=case).pk}/"


def looked(desk: Desk) -> int:
    return len(looks_at(desk.town.persons["resident"].pk).looks)


def test_a_case_shows_the_number_masked_and_leads_to_the_form(desk: Desk, case: Case) -> None:
    page = desk.get(f"/officer/cases/{case.pk}/")
    assert MASKED in page
    assert NUMBER not in page
    assert address(case) in page
    assert looked(desk) == 0


def test_the_number_comes_after_a_purpose_was_said(desk: Desk, case: Case) -> None:
    assert NUMBER not in desk.get(address(case))
    unsaid = desk.post(address(case), purpose="tell", words="")
    assert unsaid.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert NUMBER not in unsaid.content.decode()
    answer = desk.post(f"{address(case)}?back=/officer/cases/{case.pk}/", **WHY)
    assert f"tel:{NUMBER}" in answer.content.decode()
    assert f'href="/officer/cases/{case.pk}/"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert looked(desk) == 1


def test_the_way_back_is_one_of_our_pages(desk: Desk, case: Case) -> None:
    for away in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        page = desk.get(f"{address(case)}?back={away}")
        assert 'class="back" href="/officer/"' in page


@pytest.mark.parametrize("who", ["officer_next_door", "lawyer", "resident", "neighbour"])
def test_the_officer_next_door_a_lawyer_and_residents_find_no_number(
    desk: Desk, case: Case, who: str
) -> None:
    client = desk.client(who)
    for answer in (client.get(address(case)), client.post(address(case), WHY)):
        assert answer.status_code == HTTPStatus.NOT_FOUND
    assert looked(desk) == 0


def test_a_party_of_another_case_is_not_found_through_this_one(desk: Desk, case: Case) -> None:
    other = desk.matter("另一件事", who="neighbour")
    wrong = f"/phone/{case.pk}/{Party.objects.get(case=other).pk}/"
    assert desk.client().post(wrong, WHY).status_code == HTTPStatus.NOT_FOUND


def test_who_stays_unnamed_is_reached_by_nobody(desk: Desk, case: Case) -> None:
    unnamed = desk.matter("不想留名", is_anonymous=True)
    assert address(unnamed) not in desk.get(f"/officer/cases/{unnamed.pk}/")
    answer = desk.client().post(address(unnamed), WHY)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert NUMBER not in answer.content.decode()


def test_the_resident_reads_who_looked_and_nobody_else_does(desk: Desk, case: Case) -> None:
    assert "还没有人看过您的号码" in desk.get("/me/looks/", who="resident")
    desk.post(address(case), **WHY)
    page = desk.get("/me/looks/", who="resident")
    assert WHY["words"] in page
    assert "网格员" in page
    assert case.number in page
    assert WHY["words"] not in desk.get("/me/looks/", who="neighbour")


def test_the_number_of_a_minor_is_read_by_who_approves_and_in_an_emergency(
    desk: Desk, case: Case
) -> None:
    born_on = desk.now.date() - timedelta(days=13 * 365)
    Person.objects.filter(pk=desk.town.persons["resident"].pk).update(born_on=born_on)
    assert "未成年人" in desk.get(address(case))
    assert desk.post(address(case), **WHY).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert looked(desk) == 0
    hurt = desk.post(address(case), purpose="emergency", words="孩子被困在电梯里")
    assert NUMBER in hurt.content.decode()
    approver = desk.client("secretary").post(address(case), WHY)
    assert NUMBER in approver.content.decode()
    assert looked(desk) == 2


def test_who_joined_as_a_child_is_guarded_as_one(desk: Desk, case: Case) -> None:
    publish_notice(topic=Topic.CHILD, text="孩子由监护人同意才能加入。", now=desk.now)
    agree(
        person_id=desk.town.persons["resident"].pk,
        notice_id=consents.notices()[Topic.CHILD].pk,
        is_given=True,
        guardian="周大海",
        now=desk.now,
    )
    assert "未成年人" in desk.get(address(case))


WHOLE, SHOWN = "刘强的电话14000006677", "刘强的电话140****6677"


@pytest.fixture
def original(desk: Desk) -> str:
    """Where words with a number in them are read whole."""
    return f"/original/{desk.say('resident', WHOLE).pk}/"


def test_words_come_whole_after_a_purpose_was_said(desk: Desk, original: str) -> None:
    page = desk.get(original)
    assert SHOWN in page
    assert WHOLE not in page
    answer = desk.post(original, **WHY)
    assert WHOLE in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert looked(desk) == 1


@pytest.mark.parametrize("sent", [{}, {"words": WHY["words"]}, {"purpose": "ask", "words": "看"}])
def test_a_form_that_says_too_little_is_told_so_and_keeps_what_was_typed(
    desk: Desk, original: str, sent: dict[str, str]
) -> None:
    answer = desk.client().post(original, sent)
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "为什么" in page
    assert 'role="alert"' in page
    assert sent.get("words", "") in page
    assert WHOLE not in page
    assert looked(desk) == 0
