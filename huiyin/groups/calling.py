"""Who is called in what is said: the part of the statement in intake.py that does what `rules.mentions` says."""
# ruff: noqa: S608 - what is put into the text of the statement are signs of the rules, never anybody's words

from huiyin.groups.rules.mentions import MOST, SIGNS

MENTIONS = f"""
-- mentions.resolve: what follows a sign begins with the longest name there is
calling AS MATERIALIZED (
    SELECT n, group_id, path, text, label FROM said WHERE text ~ '[{SIGNS}]'
),
callee AS MATERIALIZED (
    SELECT place.group_id, p.id, p.call_name, p.title, node.path,
        CASE WHEN member.id IS NOT NULL THEN 0
             ELSE 1 + place.depth - length(node.path) + length(replace(node.path, '/', '')) END AS distance,
        -- a title begins with the building it is of: 3号楼楼栋长
        CASE WHEN right(p.title, length(p.call_name)) = p.call_name
             THEN left(p.title, length(p.title) - length(p.call_name)) ELSE p.title END AS building
    FROM (
        SELECT DISTINCT group_id, path, length(path) - length(replace(path, '/', '')) AS depth FROM calling
    ) place
    CROSS JOIN LATERAL (
        SELECT above.id, above.path FROM generate_series(1, place.depth) AS level
        JOIN territory_node above ON above.path
            = array_to_string((string_to_array(place.path, '/'))[1:level], '/') || '/'
        UNION
        SELECT below.id, below.path FROM groups_member inside
        JOIN people_post post ON post.id = inside.post_id
        JOIN territory_node below ON below.id = post.node_id
        WHERE inside.group_id = place.group_id AND inside.post_id IS NOT NULL AND inside.left_at IS NULL
        AND starts_with(below.path, place.path)
    ) node
    JOIN people_post p ON p.node_id = node.id AND p.call_name <> ''
    LEFT JOIN groups_member member
        ON member.group_id = place.group_id AND member.post_id = p.id AND member.left_at IS NULL
    WHERE member.id IS NOT NULL OR starts_with(place.path, node.path)
),
sign AS MATERIALIZED (
    SELECT DISTINCT ON (calling.n, tail.at) calling.n, calling.group_id, calling.label, tail.at, named.name
    FROM calling
    CROSS JOIN LATERAL string_to_table(translate(calling.text, '{SIGNS}', '{SIGNS[0] * len(SIGNS)}'), '{SIGNS[0]}')
        WITH ORDINALITY AS tail(words, at)
    JOIN (
        SELECT group_id, call_name AS name FROM callee UNION SELECT group_id, title FROM callee WHERE title <> ''
    ) named ON named.group_id = calling.group_id AND starts_with(tail.words, named.name)
    WHERE tail.at > 1
    ORDER BY calling.n, tail.at, length(named.name) DESC
),
-- a whole title before a call name, the nearest before the far, the speaker's own building before the others
meant AS (
    SELECT sign.n, sign.at, callee.id, callee.path, rank() OVER (
        PARTITION BY sign.n, sign.at
        ORDER BY callee.title = sign.name DESC, callee.distance,
            callee.building <> '' AND starts_with(sign.label, callee.building) DESC
    ) AS place
    FROM sign JOIN callee ON callee.group_id = sign.group_id AND sign.name IN (callee.title, callee.call_name)
),
called AS MATERIALIZED (
    SELECT n, (array_agg(id ORDER BY at, path, id))[1:{MOST}] AS posts
    FROM (SELECT DISTINCT ON (n, id) n, at, path, id FROM meant WHERE place = 1 ORDER BY n, id, at) once
    GROUP BY n
),
-- a called post that is not in the group comes in, so that it can read and answer
joined AS (
    INSERT INTO groups_member (id, group_id, post_id, label, read_seq, joined_at, is_removed)
    SELECT DISTINCT ON (said.group_id, post.id) said.spare[1 + post.place], said.group_id, post.id, '', 0, %(at)s, false
    FROM said JOIN called USING (n) CROSS JOIN LATERAL unnest(called.posts) WITH ORDINALITY AS post(id, place)
    WHERE NOT EXISTS (
        SELECT FROM groups_member there
        WHERE there.group_id = said.group_id AND there.post_id = post.id AND there.left_at IS NULL
    )
    ORDER BY said.group_id, post.id, said.n
    ON CONFLICT DO NOTHING
),
told AS (
    INSERT INTO ledger_entry (id, kind, subject, subject_id, by_person_id, by_post_id, at, area, data, topics)
    SELECT said.spare[1], 'message.mentioned', 'group', group_id, person_id, post_id, %(at)s, path,
        jsonb_build_object('message_id', said.id, 'seq', seq, 'posts', called.posts),
        (SELECT array_agg('post:' || post.id ORDER BY post.place) FROM unnest(called.posts) WITH ORDINALITY AS post(id, place))
    FROM said JOIN called USING (n)
),
"""

# Most messages are a resident's and call nobody: what they do not need costs planning, and running, too.
NO_MENTIONS = "called AS (SELECT 0 AS n, NULL::bigint[] AS posts WHERE false),"
