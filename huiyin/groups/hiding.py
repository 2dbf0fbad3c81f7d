"""What of somebody's words the others do not read: the part of the statement in intake.py that masks, and keeps the whole
encrypted (`trust.models.Original`).

Between a resident and an office nothing is hidden: that is where such things belong. A telephone number that an office
has published is no secret either.
"""
# ruff: noqa: S608 - what is put into the text of the statement are codes of ours, never anybody's words

from huiyin.ground.crypto import encrypted
from huiyin.ground.live.speech import Hidden
from huiyin.groups.rules.kinds import GroupKind
from huiyin.trust.rules.detecting import Secret, masked

MESSAGE = "message"

# {columns}: those of a message
HIDING = f"""
    SELECT said.n, said.id, said.group_id, person_id, posts, CASE WHEN is_hidden THEN masked ELSE text END AS text, client_key,
        spare, file_id, reply_to_id, sent_at, as_post_id, at_desk, CASE WHEN is_hidden THEN sealed END AS sealed, secrets
    FROM json_to_recordset(%(said)s::json) AS said (
        {{columns}}, masked text, sealed text, secrets text[], numbers text[]
    )
    LEFT JOIN LATERAL (SELECT kind FROM groups_group WHERE id = said.group_id) room ON true
    CROSS JOIN LATERAL (
        SELECT masked IS NOT NULL AND room.kind IS DISTINCT FROM '{GroupKind.PRIVATE_TALK}' AND NOT (secrets = ARRAY['{Secret.PHONE}'] AND NOT EXISTS (
            SELECT FROM unnest(numbers) AS called(number)
            -- one index for each of these three: written as ground.bare writes it
            WHERE NOT EXISTS (SELECT FROM people_post WHERE phone <> '' AND translate(phone, ' -', '') = called.number)
            AND NOT EXISTS (SELECT FROM territory_node WHERE phone <> '' AND translate(phone, ' -', '') = called.number)
            AND NOT EXISTS (
                SELECT FROM territory_node WHERE supervision_phone <> '' AND translate(supervision_phone, ' -', '') = called.number
            )
        )) AS is_hidden
    ) judgement
"""
KEEPING = f"""
kept AS (
    INSERT INTO trust_original (id, subject, person_id, secrets, text, at)
    SELECT id, '{MESSAGE}', person_id, secrets, sealed, %(at)s FROM said WHERE sealed IS NOT NULL
),
"""
HIDDEN_DATA = "CASE WHEN sealed IS NULL THEN '{}' ELSE jsonb_build_object('hidden', secrets) END"


def hide(text: str) -> Hidden | None:
    """What of a text others are not to read; None for nearly every text."""
    found = masked(text)
    if found is None:
        return None
    return Hidden(found.text, encrypted(text), [str(each) for each in found.secrets], found.phones)
