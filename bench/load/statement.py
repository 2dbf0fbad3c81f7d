"""The least that saying something is: a number of the group and a row, in one statement."""

# %(group)s, %(person)s: who says it where; %(id)s of the message; %(text)s
SAY = """
    WITH numbered AS (
        UPDATE groups_group SET last_seq = last_seq + 1 WHERE id = %(group)s RETURNING last_seq
    )
    INSERT INTO groups_message (
        id, group_id, seq, author_person_id, author_label, kind, text, mentions, message_class, client_key, at, data
    )
    SELECT %(id)s, %(group)s, last_seq, %(person)s, '3号楼2单元501', 'text', %(text)s, '{}', 'unanswered',
        gen_random_uuid(), now(), '{}'
    FROM numbered
"""
