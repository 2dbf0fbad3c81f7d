"""For each operation of the document, the moment in which somebody rightly asks for it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from huiyin.people.models import Post
from huiyin.people.rules import Role
from huiyin.web.api.tests.conftest import World, picture


@dataclass(frozen=True)
class Scene:
    """Who asks, where, and what stands in the place of the ids and versions of the documented example.

    query: what follows the address.
    """

    who: str
    at: dict[str, Any] = field(default_factory=dict)
    instead: dict[str, Any] = field(default_factory=dict)
    query: str = ""


Maker = Callable[[World], Scene]


def _of(case: Any, who: str, **instead: Any) -> Scene:
    return Scene(who, {"case_id": case["id"]}, {"version": case["version"], **instead})


def _accepted(world: World) -> Any:
    return world.act("officer", "accept", world.open())


def _working(world: World) -> Any:
    return world.act("officer", "note", _accepted(world), text="正在联系。")


def _answered(world: World) -> Any:
    return world.act(
        "officer",
        "answer_now",
        world.open(),
        text="带身份证到社区即可。",
        outcome="explained",
        channel="phone",
        proof="电话告知本人",
    )


def _closed(world: World) -> Any:
    return world.act("resident", "rate", _answered(world), solved=True)


def _asked(world: World, name: str, **body: Any) -> Any:
    start = world.open() if name == "ask_decline" else _working(world)
    return world.act("officer", name, start, **body)


def _extension(world: World) -> Any:
    return _asked(world, "ask_extension", until="2026-09-16T18:00:00+08:00", reason="等配件。")


def _suspension(world: World) -> Any:
    return _asked(world, "ask_suspension", review_at="2026-09-20T09:00:00+08:00", reason="等天气。")


def _decline(world: World) -> Any:
    return _asked(world, "ask_decline", reason="属于诉讼。", right_place="县人民法院")


def _suspended(world: World) -> Any:
    return world.act("cadre", "decide_suspension", _suspension(world), approve=True)


def _on_rung_two(world: World) -> Any:
    return world.act("officer", "hand_up", world.open(), reason="需要协调。")


def _to_check(world: World) -> Any:
    case = world.act("cadre", "accept", _on_rung_two(world))
    return world.act("cadre", "submit_result", case, text="已协调好。", outcome="explained")


def _to_tell(world: World) -> Any:
    return world.act("street", "check_result", _to_check(world), passed=True)


def _linked(world: World) -> Any:
    said = world.say("resident")
    body = {"message_ids": [said["id"]], "category": "0102"}
    return said, world.done("officer", "POST", "/messages/make-case", body)


def _group(world: World) -> dict[str, Any]:
    return {"group_id": world.group.pk}


def _said(world: World, who: str = "officer", **more: Any) -> Scene:
    return Scene(who, instead={"message_ids": [world.say("resident")["id"]], **more})


def _own_words(world: World) -> Scene:
    return Scene("resident", {"message_id": world.say("resident")["id"]})


def _own_file(world: World) -> Scene:
    return Scene("officer", {"file_id": world.file("officer")["id"]})


def _two_cases(world: World) -> Scene:
    return _of(_accepted(world), "officer", into_id=_accepted(world)["id"])


def _at_the_street(world: World) -> Scene:
    case = _on_rung_two(world)
    for who in ("cadre", "secretary"):
        case = world.act(who, "hand_up", case, reason="需要执法。")
    street = world.town.posts["street"].node
    role = Role.GOVERNANCE_DEPUTY
    named = {"key": "deputy", "title": role.label}
    deputy, _is_new = Post.objects.get_or_create(role=role, node=street, defaults=named)
    return _of(case, "street", to_post_id=deputy.pk)


def _seen(world: World, query: str, who: str = "officer") -> Scene:
    world.open()
    return Scene(who, query=query)


def _decided(world: World) -> Scene:
    _extension(world)
    return Scene("cadre")


def _heard(world: World, scene: Scene) -> Scene:
    world.say("resident")
    return scene


def _talk(world: World) -> Scene:
    file = world.file("resident")
    said = world.say("resident")
    body = {"text": "照片在这里。", "file_id": file["id"], "reply_to_id": said["id"]}
    path = f"/groups/{world.group.pk}/messages"
    world.done("resident", "POST", path, body, key="0a8f7c1e-8a53-4c7b-9d55-3f3d1f0e2a11")
    return Scene("neighbour", _group(world), query=f"after_seq={said['seq'] - 1}&limit=10")


def _unlinked(world: World) -> Scene:
    said, case = _linked(world)
    return Scene("officer", instead={"message_ids": [said["id"]], "case_id": case["id"]})


CASES: dict[str, Maker] = {
    "accept": lambda w: _of(w.open(), "officer"),
    "note": lambda w: _of(_accepted(w), "officer"),
    "answer_now": lambda w: _of(w.open(), "officer"),
    "hand_up": lambda w: _of(_accepted(w), "officer"),
    "transfer": _at_the_street,
    "assign": lambda w: _of(_on_rung_two(w), "cadre", to_post_id=w.town.posts["officer"].pk),
    "send_back": lambda w: _of(_on_rung_two(w), "cadre"),
    "raise_urgency": lambda w: _of(w.open(), "officer"),
    "instruct": lambda w: _of(w.open(), "secretary"),
    "supervise": lambda w: _of(w.open(), "secretary"),
    "end_supervision": lambda w: _of(
        w.act("secretary", "supervise", w.open(), level="normal", text="请抓紧。"), "secretary"
    ),
    "promise": lambda w: _of(_on_rung_two(w), "cadre"),
    "ask_extension": lambda w: _of(_accepted(w), "officer"),
    "decide_extension": lambda w: _of(_extension(w), "cadre"),
    "ask_reporter": lambda w: _of(_accepted(w), "officer"),
    "reply_as_reporter": lambda w: _of(
        w.act("officer", "ask_reporter", _accepted(w), question="几号楼？"), "resident"
    ),
    "ask_suspension": lambda w: _of(_working(w), "officer"),
    "decide_suspension": lambda w: _of(_suspension(w), "cadre"),
    "resume": lambda w: _of(_suspended(w), "officer"),
    "ask_decline": lambda w: _of(w.open(), "officer"),
    "decide_decline": lambda w: _of(_decline(w), "secretary"),
    "submit_result": lambda w: _of(_accepted(w), "officer"),
    "check_result": lambda w: _of(_to_check(w), "street"),
    "tell": lambda w: _of(_to_tell(w), "cadre"),
    "rate": lambda w: _of(_answered(w), "resident"),
    "call_back": lambda w: _of(_answered(w), "officer"),
    "urge": lambda w: _of(w.open(), "resident"),
    "withdraw": lambda w: _of(w.open(), "resident"),
    "merge": _two_cases,
    "split": lambda w: _of(_accepted(w), "officer"),
    "reopen": lambda w: _of(_closed(w), "resident"),
    "recategorise": lambda w: _of(w.open(), "officer"),
    "mark_legacy": lambda w: _of(w.open(), "secretary"),
    "publish_example": lambda w: _of(_closed(w), "secretary"),
    "list_cases": lambda w: _seen(
        w, "state=open&state=closed&rung=1&category=01&limit=2&order=due"
    ),
    "count_cases": lambda w: _seen(w, f"area={w.town.community.path}"),
    "inbox": lambda w: _seen(w, ""),
    "my_matters": lambda w: Scene("resident"),
    "show_case": lambda w: Scene("officer", {"case_id": _to_tell(w)["id"]}),
    "open_case": lambda w: Scene("officer", instead={"node_id": w.town.grid.pk}),
    "list_decisions": _decided,
    "list_disputes": lambda w: _seen(w, "", who="street"),
}


GROUPS: dict[str, Maker] = {
    "list_groups": lambda w: _heard(w, Scene("officer")),
    "show_group": lambda w: Scene("officer", _group(w)),
    "list_members": lambda w: Scene("resident", _group(w)),
    "mark_read": lambda w: _heard(w, Scene("resident", _group(w))),
    "join_group": lambda w: Scene("resident", instead={"join_code": w.group.join_code}),
    "leave_group": lambda w: Scene("neighbour", _group(w)),
    "open_talk": lambda w: Scene("resident", instead={"post_id": w.town.posts["officer"].pk}),
    "list_unanswered": lambda w: _heard(w, Scene("officer")),
    "supervise_groups": lambda w: Scene("secretary", query=f"area={w.town.community.path}"),
    "list_messages": _talk,
    "live_ticket": lambda w: Scene("resident", query=f"topics=group:{w.group.pk}"),
    "send_message": lambda w: Scene("resident", _group(w)),
    "show_message": _own_words,
    "edit_message": _own_words,
    "recall_message": _own_words,
    "classify_messages": _said,
    "make_case": _said,
    "link_messages": lambda w: _said(w, case_id=_linked(w)[1]["id"]),
    "unlink_messages": _unlinked,
    "answer_here": _said,
    "move_aside": _said,
}


OTHERS: dict[str, Maker] = {
    "me": lambda w: Scene("officer"),
    "list_notices": lambda w: _seen(w, ""),
    "mark_notices_read": lambda w: Scene("officer", instead={"case_id": w.open()["id"]}),
    "list_nodes": lambda w: Scene(
        "resident", query=f"under={w.town.community.code}&kind=grid&limit=1"
    ),
    "show_node": lambda w: Scene("resident", {"node_id": w.town.grid.pk}),
    "list_categories": lambda w: Scene("resident"),
    "show_officer": lambda w: Scene("stranger", {"grid_code": w.town.grid.code}),
    "upload_file": lambda w: Scene("resident", instead={"file": picture()}),
    "show_file": _own_file,
    "content_of_file": _own_file,
}

SCENES: dict[str, Maker] = CASES | GROUPS | OTHERS
