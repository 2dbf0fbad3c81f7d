"""The live process of the tests, over two small tables instead of the groups' own."""

import sys
from pathlib import Path

from huiyin.ground.live.content import Content
from huiyin.ground.live.server import Settings, run
from huiyin.ground.live.ticket import key_of

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


def main(port: str, home: str, database_url: str) -> None:
    settings = Settings(
        host="127.0.0.1",
        port=int(port),
        home=Path(home),
        database_url=database_url,
        content=TALK,
        keys=(key_of(SECRET),),
        web_port=8000,
        origins=frozenset({"https://huiyin.example.cn"}),
        most_of_one_person=5,
    )
    run(settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
