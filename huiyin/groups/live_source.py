"""What the live process reads of groups: plain SQL, no framework. The JSON is that of `queries.Line.public`."""

from huiyin.ground.live.content import Content

# where a group stands: a stream begins there
HEADS = """
SELECT id, last_seq FROM groups_group WHERE id = ANY(%(keys)s::bigint[])
"""

# Numbers are given under the group's lock, so what is visible after a number is complete: a late commit is never
# skipped. Index: message_seq.
MESSAGES = """
SELECT m.group_id, reader.after_seq, m.seq, json_build_object(
    'id', m.id,
    'group', m.group_id,
    'seq', m.seq,
    'kind', m.kind,
    'label', m.author_label,
    'author', json_build_object(
        'person', CASE WHEN m.author_post_id IS NULL THEN m.author_person_id END,
        'post', m.author_post_id
    ),
    'text', m.text,
    'file', (
        SELECT json_build_object(
            'id', f.id, 'kind', f.kind, 'mime', f.mime,
            'width', f.width, 'height', f.height, 'seconds', f.seconds
        )
        FROM files_storedfile f WHERE f.id = m.file_id
    ),
    'reply_to', (
        SELECT json_build_object(
            'id', r.id, 'seq', r.seq, 'label', r.author_label, 'excerpt', left(r.text, 60)
        )
        FROM groups_message r WHERE r.id = m.reply_to_id
    ),
    'mentions', m.mentions,
    'at', to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'edited_at', to_char(m.edited_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'recalled', CASE WHEN m.recalled_at IS NULL THEN '' ELSE coalesce(m.data->>'recalled', '') END,
    'data', m.data - 'recalled'
)::text
FROM unnest(%(keys)s::bigint[], %(afters)s::bigint[]) AS reader(group_id, after_seq)
CROSS JOIN LATERAL (
    SELECT * FROM groups_message
    WHERE group_id = reader.group_id AND seq > reader.after_seq
    ORDER BY seq
    LIMIT %(limit)s
) m
ORDER BY m.group_id, reader.after_seq, m.seq
"""

CONTENT = Content(prefix="group", heads_sql=HEADS, after_sql=MESSAGES)
