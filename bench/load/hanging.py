"""What hangs on the cases, made from their rows by the server. Ids are the case's own, moved on by hours.

The k-th thing that happened to a case has the id of its moment, so that the rows of one case lie apart in their
tables, between those of other cases, as they do in a site that has grown.
"""

# six hours of ids: 6 × 3,600,000 ms, 12 bits each
_PACE = 21_600_000 << 12


def _id(k: int) -> str:
    return f"id + {k * _PACE + k}"


def _entry(k: int, kind: str, states: str, text: str) -> str:
    return f"""
        INSERT INTO ledger_entry (id, kind, subject, subject_id, by_person_id, by_post_id, at, area, data, topics)
        SELECT {_id(k)}, 'case.{kind}', 'case', id, handler_id, holder_id, opened_at + interval '{6 * k} hours', area,
               jsonb_build_object('number', number, 'state', state, 'rung', rung, 'holder_id', holder_id, 'due_at', due_at,
                                  'text', '{text}', 'is_public', true),
               ARRAY['case:' || id, 'post:' || holder_id, 'person:' || reporter_id, 'node:' || node_id]
        FROM cases_case WHERE {states}
    """  # noqa: S608 - our own words


def _notice(k: int, to: str, kind: str, states: str) -> str:
    post, person = (
        ("holder_id", "NULL::bigint") if to == "post" else ("NULL::bigint", "reporter_id")
    )
    return f"""
        INSERT INTO cases_notice (id, case_id, entry_id, post_id, person_id, kind, text, at, read_at)
        SELECT {_id(k)}, id, {_id(k)}, {post}, {person}, '{kind}', '“' || title || '”有新的进展。',
               opened_at + interval '{6 * k} hours',
               CASE WHEN is_ended OR hashint8(id) % 2 = 0 THEN opened_at + interval '2 days' END
        FROM cases_case WHERE {states}
    """  # noqa: S608 - our own words


def _step(k: int, step: str, states: str, runs: str) -> str:
    started = f"opened_at + interval '{k} hours'"
    return f"""
        INSERT INTO cases_casestep (id, case_id, rung, step, holder_id, started_at, due_at, first_due_at, ended_at, ended_by)
        SELECT {_id(k)}, id, rung, {step}, holder_id, {started}, {started} + interval '1 hour', {started} + interval '1 hour',
               CASE WHEN NOT ({runs}) THEN {started} + interval '40 minutes' END, CASE WHEN NOT ({runs}) THEN 'accept' END
        FROM cases_case WHERE {states}
    """  # noqa: S608 - our own words


_TAKEN = "state <> 'pending'"
_WRITTEN = "answer_id IS NOT NULL"
_TOLD = "told_at IS NOT NULL"
HANGING = (
    """
    INSERT INTO cases_party (id, case_id, person_id, is_follower, since, told_at, case_is_ended)
    SELECT id, id, reporter_id, false, opened_at, told_at, is_ended FROM cases_case
    """,
    _step(0, "'accept'", "true", "state = 'pending'"),
    _step(1, "'handle'", _TAKEN, "answer_id IS NULL"),
    _step(
        2,
        "CASE state WHEN 'awaiting_check' THEN 'check' ELSE 'tell' END",
        _WRITTEN,
        "told_at IS NULL",
    ),
    """
    INSERT INTO cases_answer (id, case_id, serial, text, outcome, measures, by_person_id, by_post_id, written_at, approved_at)
    SELECT id, id, 1, title || '：已经派人到现场处理，情况属实，当天修好，请您放心。', 'explained', '', handler_id, holder_id,
           opened_at + interval '12 hours', CASE WHEN state <> 'awaiting_check' THEN opened_at + interval '12 hours' END
    FROM cases_case WHERE answer_id IS NOT NULL
    """,
    """
    INSERT INTO cases_told (id, case_id, party_id, answer_id, channel, at, by_person_id, by_post_id, proof, reached)
    SELECT id, id, id, id, CASE channel WHEN 'group' THEN 'group_reply' ELSE 'phone' END, told_at, handler_id, holder_id, '', true
    FROM cases_case WHERE told_at IS NOT NULL
    """,
    """
    INSERT INTO cases_check (id, case_id, answer_id, handler_id, checker_id, at, passed, reason)
    SELECT id, id, answer_id, handler_id, reporter_id, opened_at + interval '15 hours', true, ''
    FROM cases_case WHERE told_at IS NOT NULL AND rung > 1
    """,
    """
    INSERT INTO cases_application (id, case_id, kind, reason, until, right_place, by_person_id, by_post_id, asked_at, decider_id,
                                   decided_at, decided_by_id, is_approved, answer_text)
    SELECT id, id, 'extension', '等配件到货。', opened_at + interval '2 days', '', handler_id, holder_id,
           opened_at + interval '3 hours', holder_id, CASE WHEN answer_id IS NOT NULL THEN opened_at + interval '5 hours' END,
           NULL, CASE WHEN answer_id IS NOT NULL THEN true END, ''
    FROM cases_case WHERE state <> 'pending' AND hashint8(id) % 20 = 0
    """,
    _entry(0, "opened", "true", "已登记，由网格员受理。"),
    _entry(1, "accepted", _TAKEN, "已受理。"),
    _entry(2, "noted", _TAKEN, "已到现场查看，联系了维修人员，等待配件。"),
    _entry(3, "answered", _WRITTEN, "已经派人到现场处理，情况属实，当天修好。"),
    _entry(4, "told", _TOLD, "已经派人到现场处理，情况属实，当天修好，请您放心。"),
    _entry(5, "closed", "is_ended", "答复后 7 天没有异议，办结。"),
    _notice(0, "post", "opened", "true"),
    _notice(1, "person", "accepted", _TAKEN),
    _notice(4, "person", "told", _TOLD),
)
