"""What programs read: the same as the pages, within the same bounds."""

from datetime import datetime, timedelta
from inspect import signature
from typing import get_type_hints

from huiyin.cases.actions.desk import Asked
from huiyin.cases.queries.filters import CaseFilters
from huiyin.cases.rules.transitions import TABLE, Relation
from huiyin.web.api.shapes.cases import CaseFiltersQuery
from huiyin.web.api.tests.conftest import World
from huiyin.web.api.views.acts import LINES

ASKED = frozenset(get_type_hints(Asked))


def test_every_operation_of_the_table_that_a_person_does_is_offered() -> None:
    assert set(LINES) == {name for name, line in TABLE.items() if Relation.CLOCK not in line.who}


def test_every_body_has_just_the_arguments_of_its_action() -> None:
    for name, line in LINES.items():
        taken = {p for p in signature(line.does).parameters if p != "asked"}
        given = set(line.takes.model_fields) - {"version"}
        preset = {"level"} if name == "end_supervision" else set()
        assert given | preset == taken, name
    assert {"version", "client_key"} <= ASKED


def test_the_filters_are_those_of_the_pages() -> None:
    assert set(CaseFiltersQuery.model_fields) == set(CaseFilters.names())


def test_the_list_goes_on_from_its_last_case_and_its_counts_are_its_length(world: World) -> None:
    made = [world.open()["id"] for _ in range(5)]
    first = world.done("officer", "GET", "/cases?limit=2")
    second = world.done("officer", "GET", f"/cases?limit=2&after={first['next']}")
    third = world.done("officer", "GET", f"/cases?limit=2&after={second['next']}")
    seen = [case["id"] for page in (first, second, third) for case in page["items"]]
    assert (seen, third["next"]) == (made[::-1], None)
    counts = world.done("officer", "GET", "/cases/counts?state=pending&state=accepted")
    assert counts == {"total": 5, "is_least": False, "by_state": {"pending": 5}}
    assert world.done("officer_next_door", "GET", "/cases")["items"] == []


def test_a_reporter_reads_the_public_part_and_staff_the_whole(world: World) -> None:
    case = world.act("officer", "accept", world.open())
    world.act("officer", "note", case, text="已联系物业。", is_public=True)
    world.act("officer", "note", case, text="物业态度不好。")
    own = world.done("resident", "GET", f"/cases/{case['id']}")
    whole = world.done("officer", "GET", f"/cases/{case['id']}")
    assert (own["view"], whole["view"]) == ("reporter", "staff")
    assert "物业态度不好。" not in str(own)
    assert "物业态度不好。" in str(whole)
    assert own["parties"] == own["applications"] == []
    assert {entry["by_person_id"] for entry in own["history"]} == {None}
    assert set(own["operations"]) == {"urge", "withdraw"}
    assert "hand_up" in whole["operations"]


def test_ids_are_exact_numbers_and_moments_have_the_offset_of_the_service(world: World) -> None:
    case = world.open()
    assert 0 < case["id"] < 2**53
    opened = datetime.fromisoformat(case["opened_at"])
    assert opened.utcoffset() == timedelta(hours=8)
    assert case["opened_at"].endswith("+08:00")


def test_talk_is_read_on_from_a_number_and_gaps_are_impossible(world: World) -> None:
    said = [world.say("resident", f"第{n}句")["seq"] for n in range(4)]
    path = f"/groups/{world.group.pk}/messages"
    page = world.done("neighbour", "GET", f"{path}?after_seq={said[0]}&limit=2")
    assert [line["seq"] for line in page["items"]] == said[1:3]
    assert (page["has_before"], page["has_after"]) == (True, True)
    before = world.done("neighbour", "GET", f"{path}?before_seq={said[3]}&limit=1")
    assert [line["text"] for line in before["items"]] == ["第2句"]
    assert {line["message_class"] for line in page["items"]} == {None}
    for_office = world.done("officer", "GET", path)
    assert for_office["items"][-1]["message_class"] == "unanswered"


def test_a_group_shows_its_code_to_who_administers_it_alone(world: World) -> None:
    path = f"/groups/{world.group.pk}"
    assert world.done("officer", "GET", path)["join_code"] == world.group.join_code
    assert world.done("resident", "GET", path)["join_code"] is None


def test_a_file_is_fetched_by_who_may_see_where_it_stands(world: World) -> None:
    file = world.file("resident")
    path = file["content"].removeprefix("/api/v1")
    whole = world.ask("resident", "GET", path)
    assert (whole.status, len(whole.body)) == (200, file["size"])
    part = world.ask("resident", "GET", path, headers={"Range": "bytes=0-9"})
    assert (part.status, part.body) == (206, whole.body[:10])
    assert world.ask("resident", "GET", path, headers={"Range": "bytes=9999999-"}).status == 416
    assert world.ask("neighbour", "GET", path).status == 404
    body = {"text": "门口", "category": "0102", "node_id": world.town.grid.pk}
    world.done("resident", "POST", "/cases", body | {"file_ids": [file["id"]]})
    assert world.ask("officer", "GET", f"{path}?size=thumb").status == 200
    assert world.ask("officer_next_door", "GET", path).status == 404


def test_what_staff_alone_may_see_of_a_case_its_reporter_cannot_fetch(world: World) -> None:
    case = world.act("officer", "accept", world.open())
    file = world.file("officer")
    world.act("officer", "note", case, text="现场。", file_ids=[file["id"]])
    assert world.ask("secretary", "GET", f"/files/{file['id']}").status == 200
    assert world.ask("resident", "GET", f"/files/{file['id']}").status == 404
