"""The interface asked for whatever its document allows, and for what it does not: Schemathesis makes the requests, every
answer is one that the document knows, and none is a fault of ours.

The same requests each time: what fails here fails again. `HUIYIN_SCHEMATHESIS=200` asks for more of them.
"""

import os
from typing import Any
from zlib import crc32

import pytest
import requests
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huiyin.web.api.document import document, operations
from huiyin.web.api.tests.conftest import World, reply_of
from huiyin.web.tests.undoing import undone

EXAMPLES = int(os.environ.get("HUIYIN_SCHEMATHESIS", "8"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
WHO = ("officer", "resident", "county", "stranger")
SITE = "http://testserver"
schema = schemathesis.openapi.from_dict(document())
NAMES = {f"{method} {path}": (method, path) for method, path, _described in operations()}


@pytest.fixture
def ids(world: World) -> dict[str, int]:
    """What stands where the addresses have a number: of random ones next to all are of nothing."""
    return {
        "case_id": world.open()["id"],
        "group_id": world.group.pk,
        "message_id": world.say("resident")["id"],
        "file_id": world.file("resident")["id"],
        "node_id": world.town.grid.pk,
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_answer_is_one_the_document_knows(
    world: World, ids: dict[str, int], name: str
) -> None:
    method, path = NAMES[name]
    operation = schema[path][method]
    fitting, unfit = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=st.one_of(fitting, unfit))
    def asked(case: Any) -> None:
        with undone():
            ask(world, case, ids)

    asked()


def ask(world: World, case: Any, ids: dict[str, int]) -> None:
    """A whole number in an address becomes that of something that is there; who asks, the request itself decides."""
    given_ids = case.path_parameters or {}
    known = {name: ids[name] for name in ids if isinstance(given_ids.get(name), int)}
    case.path_parameters = {**given_ids, **known}
    who = WHO[crc32(repr((case.body, case.query)).encode()) % len(WHO)]
    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {world.secret(who)}"}
    sent = requests.Request(**case.as_transport_kwargs(base_url=SITE)).prepare()
    case.validate_response(answer(sent), checks=CHECKS)


def answer(sent: requests.PreparedRequest) -> Response:
    """The site's answer to a request, without a network between them."""
    headers = dict(sent.headers)
    headers.pop("Accept-Encoding", None)  # what travels compressed is tested elsewhere
    reply = reply_of(
        Client().generic(
            str(sent.method),
            sent.path_url,
            sent.body or b"",
            content_type=str(headers.pop("Content-Type", "")),
            headers={name: str(value) for name, value in headers.items()},
        )
    )
    return Response(
        status_code=reply.status,
        headers={name: [value] for name, value in reply.headers.items()},
        content=reply.body,
        request=sent,
        elapsed=0.0,
        verify=True,
    )
