"""A program's way to the live process."""

from django.conf import settings
from django.utils import timezone
from django.utils.encoding import force_str

from huiyin.ground.live import ticket as tickets
from huiyin.people.rules import Scope
from huiyin.web.api.tests.conftest import World


def read(token: str) -> tickets.Ticket:
    return tickets.read([tickets.key_of(force_str(settings.SECRET_KEY))], token, now=timezone.now())


def test_a_ticket_names_what_may_be_heard_and_as_whom_one_speaks(world: World) -> None:
    group = f"group:{world.group.pk}"
    given = world.done("officer", "GET", f"/live?topics={group} group:5 case:5 x")
    ticket = read(given["ticket"])
    assert given["topics"] == list(ticket.topics) == [group]
    assert (given["may_send"], ticket.posts) == (True, (world.town.posts["officer"].pk,))
    assert given["stream_url"] == "/live/stream"
    assert given["messages_url"] == "/live/messages"


def test_a_key_that_only_reads_gets_a_ticket_that_only_listens(world: World) -> None:
    path = f"/live?topics=group:{world.group.pk} person:{world.town.persons['officer'].pk}"
    reply = world.ask("officer", "GET", path, None, scopes=(Scope.READ_GROUPS,))
    assert reply.json["may_send"] is False
    assert reply.json["topics"] == [f"group:{world.group.pk}"]
    assert read(reply.json["ticket"]).posts is None


def test_who_does_not_belong_to_a_group_gets_no_ticket_for_it(world: World) -> None:
    given = world.done("stranger", "GET", f"/live?topics=group:{world.group.pk}")
    assert given["topics"] == list(read(given["ticket"]).topics) == []
