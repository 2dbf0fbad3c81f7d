"""个人信息请求: answered by the county's desk, with a reason where it is a no."""

from http import HTTPStatus

import pytest
from django.utils import timezone

from huiyin.people.queries import person
from huiyin.trust.actions.requests import ask
from huiyin.trust.models import DataRequest
from huiyin.trust.queries.requests import destruction_of
from huiyin.trust.rules.requests import RequestKind, RequestState
from huiyin.web.office.tests.conftest import Office


@pytest.fixture
def wish(office: Office) -> DataRequest:
    return wished(office, RequestKind.CORRECT, "我叫周明，不叫周铭")


def wished(office: Office, kind: RequestKind, text: str = "", who: str = "resident") -> DataRequest:
    person_id = office.town.persons[who].pk
    return ask(person_id=person_id, kind=kind, text=text, now=timezone.now())


def decide(office: Office, wish: DataRequest, *, who: str = "county", **said: str) -> int:
    status: int = office.post(f"/office/requests/{wish.pk}/", who=who, **said).status_code
    wish.refresh_from_db()
    return status


@pytest.mark.parametrize(
    ("who", "status"),
    [("county", 200), ("auditor", 403), ("system_admin", 403), ("officer", 403), ("resident", 404)],
)
def test_requests_are_for_the_desk_of_the_county(
    office: Office, wish: DataRequest, who: str, status: int
) -> None:
    for address in ("/office/requests/", f"/office/requests/{wish.pk}/"):
        assert office.client(who).get(address).status_code == status


def test_the_queue_names_nobody_in_full_and_says_until_when(
    office: Office, wish: DataRequest
) -> None:
    page = office.get("/office/requests/", who="county")
    assert "更正我的信息" in page
    assert "测试resident" not in page


def test_a_no_needs_a_reason_that_the_person_reads(office: Office, wish: DataRequest) -> None:
    assert decide(office, wish, decision="no") == HTTPStatus.UNPROCESSABLE_ENTITY
    assert wish.state == RequestState.OPEN
    assert decide(office, wish, decision="no", answer="户口本上就是这个字。") == HTTPStatus.FOUND
    assert wish.state == RequestState.DECLINED
    assert "户口本上就是这个字。" in office.get("/me/data/", who="resident")


def test_a_correction_that_is_granted_is_done(office: Office, wish: DataRequest) -> None:
    bad = decide(office, wish, decision="yes", name="周明", phone="12")
    assert bad == HTTPStatus.UNPROCESSABLE_ENTITY
    assert wish.state == RequestState.OPEN
    assert decide(office, wish, decision="yes", name="周明", phone="14000001234") == 302
    now = person(wish.person_id)
    assert (now.name, now.phone) == ("周明", "14000001234")


def test_a_deletion_that_is_granted_shows_what_was_destroyed(office: Office) -> None:
    wish = wished(office, RequestKind.ERASE)
    assert destruction_of(wish.person_id) is None
    assert decide(office, wish, decision="yes") == HTTPStatus.FOUND
    assert "销毁记录" in office.get(f"/office/requests/{wish.pk}/", who="county")
    assert person(wish.person_id).name == "已注销的居民"


def test_what_is_answered_is_not_answered_again(office: Office, wish: DataRequest) -> None:
    decide(office, wish, decision="no", answer="不改。")
    answered = wish.decided_at
    decide(office, wish, decision="yes", name="另一个")
    assert (wish.state, wish.decided_at) == (RequestState.DECLINED, answered)


def test_nobody_decides_their_own_request(office: Office) -> None:
    wish = wished(office, RequestKind.CORRECT, "名字写错了", who="county")
    assert decide(office, wish, decision="yes", name="新名字") == HTTPStatus.UNPROCESSABLE_ENTITY
    assert decide(office, wish, who="county_colleague", decision="yes", name="新名字") == 302
