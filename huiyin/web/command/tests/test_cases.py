"""A case with its history and the acts that its rights offer."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

from time_machine import TimeMachineFixture

from huiyin.cases import actions
from huiyin.cases.models import Case
from huiyin.cases.queries import access
from huiyin.conftest import NOON
from huiyin.web.command.tests.conftest import Centre
from huiyin.web.kit.casework.acts import OFFERED


def test_the_public_and_the_inside_stand_apart(centre: Centre) -> None:
    case = centre.do(actions.accept, centre.case(), "officer")
    centre.do(actions.note, case, "officer", text="水务已出发。", is_public=True)
    centre.do(actions.note, case, "officer", text="物业不接电话。", is_public=False)
    page = centre.page(f"/command/cases/{case.pk}/")
    inside = page.index("物业不接电话。")
    assert "internal-body" in page[inside - 120 : inside]
    public = page.rindex("水务已出发。")
    assert "internal-body" not in page[public - 120 : public]
    assert "每一步的时限" in page
    assert "按时" in page


def test_exactly_the_acts_of_the_table_are_offered(centre: Centre) -> None:
    case = centre.case()
    for who in ("secretary", "cadre", "street"):
        page = centre.page(f"/command/cases/{case.pk}/", who)
        offered = {name for name in OFFERED if f"/command/cases/{case.pk}/{name}/" in page}
        assert offered == {
            operation.value
            for operation in access.operations(case, centre.viewer(who), now=NOON)
            if operation.value in OFFERED
        }


def test_the_pane_is_the_case_without_the_frame(centre: Centre) -> None:
    case = centre.case()
    pane = centre.page(f"/command/cases/{case.pk}/pane/")
    assert "<html" not in pane
    assert f'data-version="{case.version}"' in pane


def test_a_word_from_above_reaches_the_holder(centre: Centre) -> None:
    case = centre.case()
    client, address = centre.client("secretary"), f"/command/cases/{case.pk}/instruct/"
    sent = {"text": "今天要有准信。", "version": case.version, "client_key": str(uuid4())}
    assert client.post(address, sent)["Location"] == f"/command/cases/{case.pk}/"
    assert "今天要有准信。" in centre.page(f"/command/cases/{case.pk}/")
    version = Case.objects.get(pk=case.pk).version
    # the second press of an impatient hand
    assert client.post(address, sent).status_code == 302
    assert Case.objects.get(pk=case.pk).version == version


def test_a_stale_version_keeps_what_was_typed(centre: Centre) -> None:
    case = centre.case()
    centre.do(actions.accept, case, "officer")
    sent = {"text": "请联系水务。", "version": case.version, "client_key": str(uuid4())}
    answer = centre.client("secretary").post(f"/command/cases/{case.pk}/instruct/", sent)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "请联系水务。</textarea>" in page
    assert "最新进展" in page


def test_an_act_that_may_not_be_is_refused_before_it_is_written(centre: Centre) -> None:
    case = centre.case()
    centre.page(f"/command/cases/{case.pk}/accept/", status=403)
    centre.page(f"/command/cases/{case.pk}/call_back/", status=409)
    centre.page(f"/command/cases/{case.pk}/dance/", status=404)


def test_who_asked_not_to_be_named_is_masked_above_the_holder(centre: Centre) -> None:
    case = centre.case(is_anonymous=True)
    name = centre.town.persons["resident"].name
    assert name not in centre.page(f"/command/cases/{case.pk}/")
    assert name not in centre.page(f"/command/cases/{case.pk}/pane/")


def test_the_form_to_open_a_case_again_says_when_it_is_too_late(
    centre: Centre, time_machine: TimeMachineFixture
) -> None:
    case = centre.do(actions.withdraw, centre.case(), "resident", reason="来水了。")
    address = f"/command/cases/{case.pk}/reopen/"
    assert "原因" in centre.page(address)
    time_machine.move_to(centre.now + timedelta(days=16))
    assert "办结已超过 15 天" in centre.page(address, status=HTTPStatus.CONFLICT)
    assert address not in centre.page(f"/command/cases/{case.pk}/")
