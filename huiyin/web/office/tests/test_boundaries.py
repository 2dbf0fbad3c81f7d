"""地界 and 盘点: whoever keeps a county's settings draws its grids and sees what is amiss."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.cases import actions as cases
from huiyin.cases.rules.words import Channel
from huiyin.conftest import Town
from huiyin.people.models import Incumbency, Post
from huiyin.people.rules import Role
from huiyin.territory.actions import write_boundaries
from huiyin.territory.models import Boundary, Building, Node
from huiyin.territory.queries.locating import node_at

WEST = "118, 37\n118.01, 37\n118.01, 37.01\n118, 37.01"
EAST = "118.01, 37\n118.02, 37\n118.02, 37.01\n118.01, 37.01"
EAST_TOO_FAR = "118.008, 37\n118.02, 37\n118.02, 37.01\n118.008, 37.01"


def client(town: Town, who: str = "county") -> Client:
    made = Client()
    made.force_login(town.persons[who].account)
    return made


def draw(town: Town, node: Node, points: str, *, who: str = "county", **more: Any) -> Any:
    sent = {"client_key": str(uuid4()), "version": "0", "reason": "按实地走的线", "system": "wgs84"}
    return client(town, who).post(
        f"/office/boundaries/{node.pk}/draw/", {**sent, "points": points, **more}
    )


def page(town: Town, address: str, *, who: str = "county") -> str:
    response = client(town, who).get(address)
    assert response.status_code == 200, (address, response.status_code)
    return response.content.decode()


@pytest.mark.parametrize("address", ["/office/boundaries/", "/office/ground/"])
def test_officers_read_that_it_is_not_theirs_and_residents_find_nothing(
    town: Town, address: str
) -> None:
    assert client(town, "officer").get(address).status_code == 403
    assert client(town, "resident").get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/sign-in/")
    assert client(town).get(address).status_code == 200


def test_the_system_administrator_draws_too(town: Town) -> None:
    post = Post.objects.create(
        key="admin", role=Role.SYSTEM_ADMIN, node=town.nodes["379901"], title="管理员"
    )
    Incumbency.objects.create(
        post=post, person=town.persons["stranger"], from_at=timezone.now(), is_exclusive=False
    )
    assert draw(town, town.grid, WEST, who="stranger").status_code == 302


def test_another_county_is_not_found(town: Town) -> None:
    other = Node.objects.create(
        code="379902", kind="county", name="邻县", parent=town.nodes["3799"], path="3799/379902/"
    )
    for part in ("", "draw/", "1/"):
        assert client(town).get(f"/office/boundaries/{other.pk}/{part}").status_code == 404


def test_without_any_boundary_the_page_says_what_to_do(town: Town) -> None:
    assert "按“画地界”" in page(town, f"/office/boundaries/{town.grid.pk}/")
    assert "没有找到" not in page(town, "/office/boundaries/")


def test_a_drawn_boundary_is_in_force_at_once(town: Town) -> None:
    answer = draw(town, town.grid, WEST)
    assert answer["Location"] == f"/office/boundaries/{town.grid.pk}/"
    found = node_at(lng=118.005, lat=37.005, on=timezone.localdate())
    assert found == town.grid
    shown = page(town, answer["Location"])
    assert "按实地走的线" in shown
    assert "测试county" in shown
    assert '"rings"' in shown


def test_an_old_case_keeps_its_grid(town: Town) -> None:
    draw(town, town.grid, WEST)
    case = cases.open_case(
        viewer=town.viewer("officer", at=timezone.now()),
        now=timezone.now(),
        text="井盖翘起来了",
        category="0103",
        node_id=town.grid.pk,
        channel=Channel.PATROL,
        lat=37.005,
        lng=118.005,
    )
    draw(town, town.grid, "118.02, 37\n118.03, 37\n118.03, 37.01", version="1")
    draw(town, town.grid_next_door, WEST)
    case.refresh_from_db()
    assert case.node_id == town.grid.pk
    assert node_at(lng=118.005, lat=37.005, on=timezone.localdate()) == town.grid_next_door


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ("", "至少画三个点"),
        ("118, 37\n118.01, 37", "三个不同的点"),
        ("118, 37\n118.01, 37.01\n118.01, 37\n118, 37.01", "相交"),
        ("37, 118\n37.01, 118\n37.01, 118.01", "先写经度"),
        ("118, 37\n这里\n118.01, 37.01", "第 2 行"),
    ],
)
def test_what_is_no_boundary_is_refused_with_everything_typed_still_there(
    town: Town, points: str, sentence: str
) -> None:
    answer = draw(town, town.grid, points)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "按实地走的线" in text
    assert points.splitlines()[:1] == [] or points.splitlines()[0] in text
    assert not Boundary.objects.exists()


def test_ground_of_a_neighbour_is_taken_only_after_it_was_read(town: Town) -> None:
    draw(town, town.grid, WEST)
    asked = draw(town, town.grid_next_door, EAST_TOO_FAR)
    text = asked.content.decode()
    assert asked.status_code == 422
    assert re.search(r"和“第一网格”重叠 19\d,\d{3} 平方米", text)
    assert "仍然这样保存" in text
    assert not Boundary.objects.filter(node=town.grid_next_door).exists()
    assert draw(town, town.grid_next_door, EAST_TOO_FAR, is_accepted="on").status_code == 302


def test_a_border_that_only_touches_is_no_overlap(town: Town) -> None:
    draw(town, town.grid, WEST)
    assert draw(town, town.grid_next_door, EAST).status_code == 302


def test_a_boundary_far_from_everything_is_doubted(town: Town) -> None:
    draw(town, town.grid, WEST)
    far = draw(town, town.grid_next_door, "121, 31\n121.01, 31\n121.01, 31.01")
    assert "公里" in far.content.decode()


def test_coordinates_of_another_system_are_shown_converted_before_anything_is_kept(
    town: Town,
) -> None:
    asked = draw(town, town.grid, WEST, system="gcj02")
    text = asked.content.decode()
    assert asked.status_code == 422
    assert "换算成 WGS84" in text
    assert "117.99" in text
    assert not Boundary.objects.exists()


def test_who_comes_late_hears_of_it(town: Town) -> None:
    draw(town, town.grid, WEST)
    late = draw(town, town.grid, EAST)
    assert late.status_code == 409
    assert "刚刚有人改过" in late.content.decode()
    assert "118.02, 37" in late.content.decode()


def test_sent_twice_is_drawn_once(town: Town) -> None:
    key = str(uuid4())
    for _time in range(2):
        assert draw(town, town.grid, WEST, client_key=key).status_code == 302
    assert Boundary.objects.count() == 1


def test_going_back_is_a_version_of_its_own(town: Town) -> None:
    draw(town, town.grid, WEST)
    draw(town, town.grid, EAST, version="1")
    address = f"/office/boundaries/{town.grid.pk}/1/"
    assert "恢复这一版" in page(town, address)
    sent = {"client_key": str(uuid4()), "version": "2", "reason": "画错了"}
    assert client(town).post(address, sent).status_code == 302
    assert [row.number for row in Boundary.objects.order_by("number")] == [1, 2, 3]
    town.grid.refresh_from_db()
    assert Boundary.objects.get(number=1).geometry == town.grid.geometry
    assert "和现在用的一样" in page(town, address)
    assert "恢复第 1 版：画错了" in page(town, f"/office/boundaries/{town.grid.pk}/")


def test_a_virtual_grid_says_why_it_has_no_boundary(town: Town) -> None:
    virtual = Node.objects.create(
        code="379901001201X001",
        kind="grid",
        grid_type="virtual",
        name="在外人员",
        parent=town.community,
        path=f"{town.community.path}379901001201X001/",
    )
    assert "管的是人，不是地" in page(town, f"/office/boundaries/{virtual.pk}/draw/")


def test_the_check_names_everything_with_where_it_is_mended(town: Town) -> None:
    whole = {
        "type": "Polygon",
        "coordinates": [[[118, 37], [118.03, 37], [118.03, 37.01], [118, 37.01], [118, 37]]],
    }
    write_boundaries({town.community.code: whole})
    draw(town, town.grid, WEST)
    draw(town, town.grid_next_door, EAST_TOO_FAR, is_accepted="on")
    Building.objects.create(
        community=town.community, name="9号楼", grid=town.grid, lng=118.015, lat=37.005
    )
    text = page(town, "/office/ground/")
    assert "石桥社区石桥第一网格：没有设网格员岗位" in text
    assert "柳堤社区：985," in text or "平方米不在任何网格里" in text
    assert "重叠" in text
    assert "9号楼归“第一网格”，位置却在“第二网格”里" in text
    assert f"/office/boundaries/{town.grid_next_door.pk}/draw/" in text


def test_the_check_is_a_query_for_each_kind_and_not_for_each_line(
    town: Town, django_assert_max_num_queries: Any
) -> None:
    draw(town, town.grid, WEST)
    signed_in = client(town)
    signed_in.get("/office/ground/")
    with django_assert_max_num_queries(24):
        signed_in.get("/office/ground/")
