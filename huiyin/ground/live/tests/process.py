"""The live process of the tests, over two small tables instead of the groups' own."""

import sys
from itertools import product
from pathlib import Path

from huiyin.ground.live.content import Content
from huiyin.ground.live.server import Settings, run
from huiyin.ground.live.speech import Speech
from huiyin.ground.live.ticket import key_of
from huiyin.lib.refusal import Conflict, NotThere, Refused

EITHER = (False, True)
SECRET = "the secret key of the tests of the stream"
TALK = Content(
    prefix="group",
    heads_sql="SELECT id, last_seq FROM room WHERE id = ANY(%(keys)s)",
    after_sql="""
        SELECT asked.key, asked.after, next.seq, next.frame
        FROM unnest(%(keys)s::bigint[], %(afters)s::bigint[]) AS asked(key, after)
        CROSS JOIN LATERAL (
            SELECT seq, jsonb_build_object('id', seq * 10, 'seq', seq, 'text', words)::text AS frame
            FROM talk WHERE room_id = asked.key AND seq > asked.after ORDER BY seq LIMIT %(limit)s
        ) AS next
        ORDER BY asked.key, asked.after, next.seq
    """,
)

SAY = """
    WITH asked AS MATERIALIZED (
        SELECT * FROM json_to_recordset(%(said)s::json)
            AS (n int, group_id bigint, text text, client_key uuid, spare bigint[])
    ), held AS MATERIALIZED (
        SELECT id, last_seq FROM room WHERE id IN (SELECT group_id FROM asked) ORDER BY id FOR UPDATE SKIP LOCKED
    ), judged AS MATERIALIZED (
        SELECT asked.*, before.seq AS before_seq, CASE
            WHEN held.id IS NULL OR held.last_seq <> room.last_seq THEN 'again'
            WHEN before.words <> text THEN 'key_taken' WHEN before.seq IS NOT NULL THEN 'repeat'
            WHEN row_number() OVER (PARTITION BY asked.group_id, asked.client_key ORDER BY n) > 1 THEN 'again' END AS code
        FROM asked JOIN room ON room.id = asked.group_id LEFT JOIN held ON held.id = room.id
        LEFT JOIN talk before ON before.room_id = asked.group_id AND before.client_key = asked.client_key
    ), said AS MATERIALIZED (
        SELECT judged.*, last_seq + row_number() OVER (PARTITION BY group_id ORDER BY n) AS seq
        FROM judged JOIN held ON held.id = group_id WHERE code IS NULL
    ), counted AS (
        UPDATE room SET last_seq = newest.seq
        FROM (SELECT group_id, max(seq) AS seq FROM said GROUP BY group_id) newest WHERE newest.group_id = id
    ), written AS (
        INSERT INTO talk (room_id, seq, words, client_key)
        SELECT group_id, seq, text, client_key FROM said WHERE 1 / (text <> 'poison')::int = 1
    )
    SELECT judged.n, coalesce(judged.code, ''), coalesce(judged.before_seq, said.seq, 0) * 10, coalesce(judged.before_seq, said.seq, 0),
        %(at)s::text FROM judged LEFT JOIN said USING (n)
"""


def check_text(text: str, *, has_file: bool) -> str:
    if not text and not has_file:
        raise Refused("请写点什么。")
    return text


SPEECH = Speech(
    prefix="group",
    statements=dict.fromkeys(product(EITHER, EITHER, EITHER), SAY),
    check_text=check_text,
    calls_somebody=lambda text: "@" in text,
    spare_ids=2,
    refusals={
        "not_there": (NotThere, "没有找到这个群。"),
        "key_taken": (Conflict, "编号已经用过。"),
        "elsewhere": (Conflict, "请在页面上发送。"),
    },
)


def main(port: str, home: str, database_url: str) -> None:
    settings = Settings(
        host="127.0.0.1",
        port=int(port),
        home=Path(home),
        database_url=database_url,
        content=TALK,
        speech=SPEECH,
        messages_per_s=50,
        keys=(key_of(SECRET),),
        web_port=8000,
        origins=frozenset({"https://huiyin.example.cn"}),
        most_of_one_person=5,
    )
    run(settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
