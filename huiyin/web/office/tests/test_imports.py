"""The room 导入, from the upload to the taking back, and who may see what of it."""

import io
from typing import Any

import pytest
from django.test import Client

from huiyin.conftest import Town
from huiyin.ground import jobs
from huiyin.ground.imports.models import ImportBatch
from huiyin.ground.imports.rules import State, kinds
from huiyin.ground.imports.tests.flow import table
from huiyin.ground.ledger.models import Entry
from huiyin.ground.sheets import read_table
from huiyin.people.models import Household
from huiyin.territory.models import Node

NODES = [
    ["编码", "名称"],
    ["379901001201Z003", "第三网格"],
    ["99", "看不懂"],
]
PEOPLE = [
    ["网格编码", "住址", "姓名"],
    ["379901001201Z001", "在外第1户", "王小明"],
    ["12", "在外", "李大山"],
]


@pytest.fixture
def county(town: Town) -> Client:
    return client(town, "county")


def client(town: Town, who: str) -> Client:
    made = Client()
    made.force_login(town.persons[who].account)
    return made


def upload(to: Client, kind: str, rows: list[list[str]], **more: Any) -> ImportBatch:
    file = table(rows)
    file.name = "x.csv"
    answer = to.post(f"/office/imports/new/{kind}/", {"file": file, **more})
    assert answer.status_code == 302, answer.content.decode()
    jobs.run_pending()
    return ImportBatch.objects.latest("id")


def taken(answer: Any) -> bytes:
    """The bytes of a download; it closes itself at the end."""
    return b"".join(answer)


def confirm(to: Client, batch: ImportBatch) -> None:
    columns = {f"column_{name}": place for name, place in batch.mapping.items()}
    assert to.post(f"/office/imports/{batch.id}/columns/", columns).status_code == 302
    jobs.run_pending()


def test_a_file_comes_in_by_the_pages_and_is_taken_back(town: Town, county: Client) -> None:
    batch = upload(county, "nodes", NODES)
    page = county.get(f"/office/imports/{batch.id}/", follow=True).content.decode()
    assert "第三网格" in page
    assert "UTF-8" in page
    confirm(county, batch)
    page = county.get(f"/office/imports/{batch.id}/").content.decode()
    assert "379901001201Z003 第三网格" in page
    assert "不是有效的编码" in page
    county.post(f"/office/imports/{batch.id}/run/")
    jobs.run_pending()
    assert Node.objects.filter(code="379901001201Z003").exists()
    page = county.get(f"/office/imports/{batch.id}/").content.decode()
    assert "已写入 1 行" in page
    assert "退回 1 行" in page
    county.post(f"/office/imports/{batch.id}/undo/")
    jobs.run_pending()
    assert not Node.objects.filter(code="379901001201Z003").exists()
    assert "整批撤销" in county.get(f"/office/imports/{batch.id}/").content.decode()


def test_while_work_goes_on_the_page_asks_for_itself(town: Town, county: Client) -> None:
    file = table(NODES)
    file.name = "x.csv"
    county.post("/office/imports/new/nodes/", {"file": file})
    batch = ImportBatch.objects.get()
    page = county.get(f"/office/imports/{batch.id}/").content.decode()
    assert 'hx-trigger="every 1s"' in page
    assert "<progress" in page
    asks = {"HX-Request": "true"}
    assert "<progress" in county.get(f"/office/imports/{batch.id}/", headers=asks).content.decode()
    jobs.run_pending()
    answer = county.get(f"/office/imports/{batch.id}/", headers=asks)
    assert answer.headers["HX-Redirect"] == f"/office/imports/{batch.id}/"


def test_refused_rows_are_taken_away_as_the_file_with_the_reason(
    town: Town, county: Client
) -> None:
    batch = upload(county, "nodes", NODES)
    confirm(county, batch)
    answer = county.post(f"/office/imports/{batch.id}/refused/")
    rows = [row.cells for row in read_table(io.BytesIO(taken(answer))).rows]
    assert rows[0] == ["编码", "名称", "退回的列", "退回原因"]
    assert rows[1][:3] == ["99", "看不懂", "编码"]
    assert Entry.objects.filter(kind="import.refused_taken").count() == 1


def test_an_upload_sent_twice_is_one_batch(town: Town, county: Client) -> None:
    key = "8f14e45f-ceea-467f-9c1b-0d5b1c1a2b3c"
    first = upload(county, "nodes", NODES, client_key=key)
    assert upload(county, "nodes", NODES, client_key=key) == first


@pytest.mark.parametrize("kind", [kind.code for kind in kinds() if "xlsx" in kind.formats])
def test_every_template_is_suggested_column_by_column(
    town: Town, county: Client, kind: str
) -> None:
    answer = county.get(f"/office/imports/template/{kind}/")
    rows = list(read_table(io.BytesIO(taken(answer))).rows)
    batch = upload(county, kind, [rows[0].cells, ["x"] * len(rows[0].cells)])
    assert sorted(batch.mapping.values()) == list(range(len(rows[0].cells)))


def test_residents_and_officers_do_not_come_in(town: Town) -> None:
    assert Client().get("/office/imports/")["Location"].startswith("/sign-in/")
    assert client(town, "resident").get("/office/imports/").status_code == 404
    assert client(town, "officer").get("/office/imports/").status_code == 403
    assert client(town, "officer").get("/office/imports/template/nodes/").status_code == 403


def test_rows_about_persons_are_for_who_brought_them_alone(town: Town, county: Client) -> None:
    batch = upload(county, "households", PEOPLE)
    other = client(town, "county_colleague")
    assert other.get(f"/office/imports/{batch.id}/columns/").status_code == 403
    confirm(county, batch)
    seen = other.get(f"/office/imports/{batch.id}/").content.decode()
    assert "下载退回的行" not in seen
    assert "王小明" not in seen
    assert other.post(f"/office/imports/{batch.id}/refused/").status_code == 403
    assert taken(county.post(f"/office/imports/{batch.id}/refused/"))


def test_a_place_of_somebody_else_is_not_written_in(town: Town, county: Client) -> None:
    batch = upload(county, "nodes", [["编码", "名称"], ["379902", "别的县"]])
    assert batch.area == "3799/379901/"
    confirm(county, batch)
    assert "不在您的辖区" in county.get(f"/office/imports/{batch.id}/").content.decode()


def test_a_batch_of_another_place_is_not_there(town: Town, county: Client) -> None:
    batch = upload(county, "nodes", NODES)
    ImportBatch.objects.filter(id=batch.id).update(area="3799/379902/")
    assert county.get(f"/office/imports/{batch.id}/").status_code == 404
    assert county.post(f"/office/imports/{batch.id}/run/").status_code == 404


def test_what_a_file_said_is_deleted_when_somebody_says_so(town: Town, county: Client) -> None:
    batch = upload(county, "households", PEOPLE)
    confirm(county, batch)
    county.post(f"/office/imports/{batch.id}/forget/")
    batch.refresh_from_db()
    assert batch.is_forgotten
    assert not batch.parts.exists()
    assert not Household.objects.filter(label="在外第1户").exists()
    assert county.get(f"/office/imports/{batch.id}/").status_code == 200
    assert county.post(f"/office/imports/{batch.id}/run/").status_code == 409


def test_work_that_stands_still_can_be_taken_up(town: Town, county: Client) -> None:
    batch = upload(county, "nodes", NODES)
    confirm(county, batch)
    county.post(f"/office/imports/{batch.id}/run/")
    assert county.post(f"/office/imports/{batch.id}/resume/").status_code == 409
    before = batch.created_at.replace(year=2025)
    ImportBatch.objects.filter(id=batch.id).update(moved_at=before)
    assert "两分钟没有进展" in county.get(f"/office/imports/{batch.id}/").content.decode()
    county.post(f"/office/imports/{batch.id}/resume/")
    jobs.run_pending()
    batch.refresh_from_db()
    assert (batch.stage, batch.counts["new"]) == (State.DONE, 1)


def test_the_list_begins_with_the_next_step(town: Town, county: Client) -> None:
    page = county.get("/office/imports/").content.decode()
    assert "还没有导入过" in page
    assert "区划和网格" in page
