"""The document is public, and people can read it without anything from elsewhere."""

import re

from django.test import Client

from huiyin.web.api.document import operations


def test_the_document_is_served_as_it_is_held(db: None) -> None:
    served = Client().get("/api/v1/openapi.json")
    assert served.headers["Content-Type"] == "application/json"
    assert served.json()["openapi"].startswith("3.1")
    assert len(served.json()["paths"]) > 50


def test_the_reference_shows_every_operation_and_loads_nothing_from_elsewhere(db: None) -> None:
    page = Client().get("/api/v1/docs").content.decode()
    for method, path, described in operations():
        assert f"{method} {path}" in page
        assert f'id="{described["operationId"]}"' in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []
