import json
import logging

from huiyin.config.logs import logging_settings


def test_what_somebody_sends_makes_no_line_of_a_log() -> None:
    handed = dict(logging_settings()["formatters"]["json"])
    formatter = handed.pop("()")(**handed)
    sent = 'x\n{"event": "refused", "person_id": 1}'
    record = logging.LogRecord("web", logging.INFO, "", 0, sent, None, None)
    written = formatter.format(record)
    assert "\n" not in written
    assert json.loads(written)["event"] == sent
