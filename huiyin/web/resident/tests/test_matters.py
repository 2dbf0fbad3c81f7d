"""Reporting a matter and following it to its end."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from huiyin.cases import actions as cases
from huiyin.cases.models import Case
from huiyin.cases.rules.words import Channel, State
from huiyin.ground.files.tests import samples
from huiyin.people.models import HouseholdMember
from huiyin.web.resident.tests.conftest import Street, html


def act(client: Client, case: Case, name: str, key: str, **sent: Any) -> Any:
    sent.setdefault("version", case.version)
    return client.post(f"/matters/{case.pk}/{name}/", {"client_key": key, **sent})


def test_a_matter_is_told_in_words_and_pictures_and_never_by_category(
    street: Street, key: Callable[[], str]
) -> None:
    client = street.client("resident")
    page = html(client.get("/report/"))
    assert "类别" not in page
    sent = {
        "text": "3 号楼门口的路灯不亮",
        "place": "3 号楼门口",
        "is_anonymous": "on",
        "lat": "37.14",
        "lng": "118.11",
        "client_key": key(),
        "photos": [
            SimpleUploadedFile("a.jpg", samples.jpeg(), "image/jpeg"),
            SimpleUploadedFile("b.png", samples.png(), "image/png"),
        ],
    }
    response = client.post("/report/", sent)
    case = Case.objects.get()
    assert response["Location"] == f"/matters/{case.pk}/"
    assert case.channel == Channel.FORM
    assert case.is_anonymous
    assert case.node_id == street.town.grid.pk
    assert (case.lat, case.place, case.files.count()) == (37.14, "3 号楼门口", 2)
    assert case.reporter_id == street.town.persons["resident"].pk


def test_a_picture_alone_is_enough(street: Street, key: Callable[[], str]) -> None:
    photo = SimpleUploadedFile("a.jpg", samples.jpeg(), "image/jpeg")
    street.client("resident").post("/report/", {"photos": photo, "client_key": key()})
    assert Case.objects.get().files.count() == 1


def test_reporting_twice_opens_one_matter(street: Street, key: Callable[[], str]) -> None:
    sent, client = {"text": "灯坏了", "client_key": key()}, street.client("resident")
    first, second = client.post("/report/", sent), client.post("/report/", sent)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("text", ["", "字" * 5001])
def test_nothing_and_too_much_are_refused_and_stay_typed(
    street: Street, key: Callable[[], str], text: str
) -> None:
    response = street.client("resident").post("/report/", {"text": text, "client_key": key()})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert text in html(response)
    assert not Case.objects.exists()


def test_a_received_picture_need_not_be_sent_again(street: Street, key: Callable[[], str]) -> None:
    client, client_key = street.client("resident"), key()
    photo = SimpleUploadedFile("a.jpg", samples.jpeg(), "image/jpeg")
    sent = {"text": "字" * 5001, "photos": photo, "client_key": client_key}
    page = html(client.post("/report/", sent))
    assert "已经收到 1 个文件" in page
    kept = page.split('name="kept" value="')[1].split('"')[0]
    client.post("/report/", {"text": "短了", "kept": kept, "client_key": client_key})
    assert Case.objects.get().files.count() == 1


def test_a_neighbours_picture_cannot_be_claimed(street: Street, key: Callable[[], str]) -> None:
    photo = SimpleUploadedFile("a.jpg", samples.jpeg(), "image/jpeg")
    street.client("neighbour").post("/report/", {"photos": photo, "client_key": key()})
    file_id = Case.objects.get().files.get().file_id
    sent = {"text": "灯坏了", "kept": str(file_id), "client_key": key()}
    assert street.client("resident").post("/report/", sent).status_code == HTTPStatus.NOT_FOUND


def test_a_file_that_is_none_is_refused_by_what_it_holds(
    street: Street, key: Callable[[], str]
) -> None:
    photo = SimpleUploadedFile("a.jpg", b"MZ" + b"0" * 99, "image/jpeg")
    sent = {"text": "灯坏了", "photos": photo, "client_key": key()}
    response = street.client("resident").post("/report/", sent)
    assert response.status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    assert "灯坏了" in html(response)


def test_somebody_without_a_home_here_is_told_how_to_come_in(street: Street) -> None:
    HouseholdMember.objects.filter(person=street.town.persons["resident"]).delete()
    client = street.client("resident")
    assert "还不知道您住在哪里" in html(client.get("/report/"))
    assert "还不知道您住在哪里" in html(client.post("/report/", {"text": "灯坏了"}))


def test_my_matters_stand_in_one_list(street: Street) -> None:
    street.matter(text="楼道的灯坏了")
    street.answered(street.matter(text="井盖响"))
    street.matter("neighbour", "邻居的事")
    page = html(street.client("resident").get("/matters/"))
    assert "楼道的灯坏了" in page
    assert "等您一句话" in page
    assert "邻居的事" not in page


def test_a_matter_says_who_has_it_and_what_happens_then(street: Street) -> None:
    case = street.matter()
    page = html(street.client("resident").get(f"/matters/{case.pk}/"))
    assert street.town.persons["officer"].name in page
    assert "没有受理，会自动交给" in page
    assert "提醒一下" in page


def test_a_neighbours_matter_is_not_found_by_whatever_address(
    street: Street, key: Callable[[], str]
) -> None:
    case = street.matter()
    for who in ("neighbour", "resident_next_door", "officer"):
        client = street.client(who)
        assert client.get(f"/matters/{case.pk}/").status_code == HTTPStatus.NOT_FOUND
        for name in ("urge", "rate", "withdraw", "reply", "reopen"):
            sent = {"solved": "yes", "text": "好"}
            response = act(client, case, name, key(), **sent)
            assert response.status_code == HTTPStatus.NOT_FOUND, (who, name)


def test_an_unknown_act_is_not_found(street: Street, key: Callable[[], str]) -> None:
    case = street.matter()
    response = act(street.client("resident"), case, "close", key())
    assert response.status_code == HTTPStatus.NOT_FOUND


def test_one_may_remind_once_a_day(street: Street, key: Callable[[], str]) -> None:
    case, client = street.matter(), street.client("resident")
    assert act(client, case, "urge", key()).status_code == HTTPStatus.FOUND
    response = act(client, case, "urge", key(), version="")
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(response["Retry-After"]) > 0
    assert "已经催过一次" in html(response)


def test_a_stale_page_is_told_and_shown_the_newest_state(
    street: Street, key: Callable[[], str]
) -> None:
    case, client = street.matter(), street.client("resident")
    cases.accept(case_id=case.pk, viewer=street.viewer("officer"), now=street.now)
    response = act(client, case, "withdraw", key(), text="不用了，谢谢")
    page = html(response)
    assert response.status_code == HTTPStatus.CONFLICT
    assert "不用了，谢谢" in page
    newest = Case.objects.get(pk=case.pk).version
    assert page.count(f'name="version" value="{newest}"') == page.count('name="version"')


def test_a_matter_is_withdrawn_by_who_raised_it(street: Street, key: Callable[[], str]) -> None:
    case = street.matter()
    act(street.client("resident"), case, "withdraw", key())
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN


def test_solved_comes_before_stars(street: Street, key: Callable[[], str]) -> None:
    case, client = street.answered(street.matter()), street.client("resident")
    page = html(client.get(f"/matters/{case.pk}/"))
    assert page.index("这件事解决了吗") < page.index("办得怎么样")
    response = act(client, case, "rate", key(), stars="3")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    act(client, case, "rate", key(), solved="yes", stars="3")
    case.refresh_from_db()
    assert (case.state, case.is_solved, case.stars) == (State.CLOSED, True, 3)


def test_not_solved_needs_a_word_and_climbs_a_rung(street: Street, key: Callable[[], str]) -> None:
    case, client = street.answered(street.matter()), street.client("resident")
    response = act(client, case, "rate", key(), solved="no")
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    act(client, case, "rate", key(), solved="no", text="晚上又灭了")
    case.refresh_from_db()
    assert (case.state, case.rung) == (State.PENDING, 2)


def test_a_closed_matter_is_opened_again_within_its_days(
    street: Street, key: Callable[[], str]
) -> None:
    case, client = street.answered(street.matter()), street.client("resident")
    act(client, case, "rate", key(), solved="yes")
    case.refresh_from_db()
    assert "其实没解决" in html(client.get(f"/matters/{case.pk}/"))
    act(client, case, "reopen", key(), text="又坏了")
    case.refresh_from_db()
    assert case.state == State.PENDING


def test_a_matter_closed_long_ago_is_not_offered_again(
    street: Street, key: Callable[[], str]
) -> None:
    case, client = street.answered(street.matter()), street.client("resident")
    act(client, case, "rate", key(), solved="yes")
    long_ago = street.now - timedelta(days=20)
    Case.objects.filter(pk=case.pk).update(told_at=long_ago, ended_at=long_ago)
    assert "其实没解决" not in html(client.get(f"/matters/{case.pk}/"))


def test_a_question_is_answered_and_the_work_goes_on(
    street: Street, key: Callable[[], str]
) -> None:
    case, client = street.matter(), street.client("resident")
    officer = street.viewer("officer")
    cases.accept(case_id=case.pk, viewer=officer, now=street.now)
    asked = cases.ask_reporter(
        case_id=case.pk, viewer=officer, now=street.now, question="是几楼的灯？"
    )
    assert "是几楼的灯？" in html(client.get(f"/matters/{case.pk}/"))
    assert act(client, asked, "reply", key()).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    photo = SimpleUploadedFile("a.jpg", samples.jpeg(), "image/jpeg")
    act(client, asked, "reply", key(), photos=photo)
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert case.files.count() == 1


def test_notices_lead_to_their_matter_and_are_read_there(street: Street) -> None:
    case = street.answered(street.matter())
    client = street.client("resident")
    page = html(client.get("/notices/"))
    assert "灯已经换好" in page
    assert f"/notices/{case.pk}/" in page
    assert client.get(f"/notices/{case.pk}/")["Location"] == f"/matters/{case.pk}/"
    assert "都看过了" not in html(client.get("/notices/"))


def test_all_notices_are_read_at_once(street: Street) -> None:
    street.answered(street.matter())
    client = street.client("resident")
    client.post("/notices/")
    assert "都看过了" not in html(client.get("/notices/"))


def test_the_list_of_matters_takes_few_queries(
    street: Street, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(6):
        street.matter(text=f"第{number}件")
    client = street.client("resident")
    with django_assert_max_num_queries(5):
        client.get("/matters/")
    with django_assert_max_num_queries(5):
        client.get("/notices/")


def test_the_page_of_a_matter_takes_few_queries(
    street: Street, key: Callable[[], str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = street.client("resident")
    photo = SimpleUploadedFile("a.jpg", samples.jpeg(), "image/jpeg")
    client.post("/report/", {"text": "灯坏了", "photos": photo, "client_key": key()})
    case = Case.objects.get()
    officer = street.viewer("officer")
    cases.accept(case_id=case.pk, viewer=officer, now=street.now)
    cases.hand_up(case_id=case.pk, viewer=officer, now=street.now, reason="要换线路")
    with django_assert_max_num_queries(11):
        client.get(f"/matters/{case.pk}/")


def test_who_chose_english_reads_where_a_matter_stands_in_english(street: Street) -> None:
    case = street.matter("resident")
    client = street.client("resident")
    client.post("/preferences/", {"language": "en"})
    page = html(client.get(f"/matters/{case.pk}/"))
    assert "Where it stands" in page
    assert "it goes to the Area cadre automatically." in page
    assert "前没有受理" not in page
