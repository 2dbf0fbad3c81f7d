"""Tables as they leave the office: asked for, approved by another, taken."""

import csv
import io
from typing import Any

from huiyin.trust.models import Export
from huiyin.web.office.tests.conftest import Office

WHY = "核对上周谁看过个人信息"


def asked_for(office: Office, **asked: str) -> Export:
    answer = office.post("/office/audit/export/", who="auditor", **({"purpose": WHY} | asked))
    assert answer.headers["Location"] == "/office/exports/"
    return Export.objects.latest("serial")


def decided(office: Office, export: Export, **said: str) -> Any:
    return office.post(
        f"/office/exports/{export.pk}/", who="security_admin", **({"decision": "yes"} | said)
    )


def taken(office: Office, export: Export, who: str = "auditor") -> Any:
    return office.post(f"/office/exports/{export.pk}/take/", who=who)


def table_of(office: Office, **asked: str) -> list[list[str]]:
    export = asked_for(office, **asked)
    decided(office, export)
    return rows_of(taken(office, export))


def rows_of(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))
