"""Saying something, in one statement for any number of messages: what the live process and `send_message` both run.

It repeats the rules of `groups.rules` in SQL, where one trip does for hundreds of messages what Python does for one in
eight. The rules stay the truth: their sets stand in the statement by name, and tests/test_intake.py holds the two equal.

OFFSET 0 stands where only one index is to be thought of. The live process plans once, perhaps before a month has its first
message or the database its figures; the planner then takes all ways for equal, and one of them reads the whole group for
each message.

The statement never waits for a group: one that somebody else holds, or that has moved since the statement began to look,
is answered `again`. So it decides on what stands, though a single statement sees but one moment.
"""
# ruff: noqa: S608 - what is put into the text of the statement are codes of the rules, never anybody's words

from collections.abc import Collection, Mapping
from typing import Final

from huiyin.cases.rules.words import Word
from huiyin.ground.live.speech import Speech
from huiyin.groups.calling import MENTIONS, NO_MENTIONS
from huiyin.groups.hiding import HIDDEN_DATA, HIDING, KEEPING, hide
from huiyin.groups.rules.classes import Act, MessageClass, after
from huiyin.groups.rules.kinds import OPEN_KINDS, MessageKind
from huiyin.groups.rules.mentions import MOST, may_call
from huiyin.groups.rules.rights import ANSWERING, READING, STANDING_IN
from huiyin.groups.rules.words import LONGEST, normalise
from huiyin.lib.refusal import Conflict, NotAllowed, NotThere, Refused
from huiyin.lib.words import gettext_noop as _

NOBODY_THERE: Final = _("没有找到这个群，或者您不在这个群里。")
# Why a message was not taken, by the code of the statement; the sentences are those of the rules.
REFUSALS: Mapping[str, tuple[type[Refused], str]] = {
    "not_there": (NotThere, NOBODY_THERE),
    "key_taken": (Conflict, _("这条消息的编号已经用于另一条消息，请刷新页面后再发。")),
    "reply_elsewhere": (Refused, _("要回复的消息不在这个群里。")),
    "no_voice": (NotAllowed, _("您可以查看这个群，但不是群成员，不能在群里发言。")),
    "ended": (Conflict, _("这个群已经结束，不能再发言。需要帮助时请联系网格员。")),
    "muted": (NotAllowed, _("您在这个群里暂时不能发言。您仍可以私下联系网格员。")),
    "reply_recalled": (Conflict, _("要回复的消息已经撤回，请直接发送您的消息。")),
    "no_file": (NotThere, _("没有这个文件。")),
    "elsewhere": (Conflict, _("这条消息是对一件事的回复，请在页面上发送。")),
}
EMPTY: Final = _("请写点什么，或附上图片、语音、视频。")
TOO_LONG: Final = _("这条消息有 %(length)d 字，太长了。请控制在 %(longest)d 字以内，或分几条发送。")


def check_text(text: str, *, has_file: bool) -> str:
    """Return the words as they are kept. Raises Refused for none and for too many."""
    clean = normalise(text)
    if not clean and not has_file:
        raise Refused(EMPTY)
    if len(clean) > LONGEST:
        raise Refused(TOO_LONG, length=len(clean), longest=LONGEST)
    return clean


def _list(words: Collection[Word] | Collection[str]) -> str:
    """Codes of ours as a list of SQL."""
    return ", ".join(f"'{word}'" for word in sorted(words))


# Classes that an office's reply changes; all become the same one.
_ANSWERABLE = [c for c in MessageClass if after(Act.ANSWER, c) is not c]
_ANSWERED = after(Act.ANSWER, MessageClass.UNANSWERED)

# rights._is_over: the group is an open one, and its place lies in what post p, of one of the roles, looks after
_IS_OVER = f"""
    p.role IN ({{roles}}) AND g.kind IN ({_list(OPEN_KINDS)}) AND coalesce(
        (SELECT bool_or(starts_with(g.path, looked_after.path))
         FROM people_postarea area JOIN territory_node looked_after ON looked_after.id = area.node_id
         WHERE area.post_id = p.id),
        starts_with(g.path, (SELECT path FROM territory_node WHERE id = p.node_id))
    )
"""

# Whether somebody still acts for post p: holds it, stands in for it, or covers it from another while it is vacant
_ACTS = """
    EXISTS (
        SELECT FROM people_incumbency own
        WHERE own.person_id = a.person_id AND own.from_at <= %(at)s AND (own.to_at IS NULL OR own.to_at > %(at)s)
        AND (own.post_id = p.id
             OR EXISTS (SELECT FROM people_substitute stand_in
                        WHERE stand_in.post_id = p.id AND stand_in.by_post_id = own.post_id
                        AND stand_in.from_at <= %(at)s AND stand_in.to_at > %(at)s)
             OR NOT EXISTS (SELECT FROM people_incumbency other
                            WHERE other.post_id = p.id AND other.from_at <= %(at)s
                            AND (other.to_at IS NULL OR other.to_at > %(at)s)))
    )
"""

_OFFICES = f"""
            UNION ALL
            SELECT member.id, p.id, p.title || ' ', p.role IN ({_list(ANSWERING)}), p.id = g.owner_post_id, NULL, NULL,
                member.id IS NOT NULL OR p.id = g.owner_post_id OR {_IS_OVER.format(roles=_list(STANDING_IN))},
                {_IS_OVER.format(roles=_list(READING))}
            FROM people_post p
            LEFT JOIN groups_member member
                ON member.group_id = a.group_id AND member.post_id = p.id AND member.left_at IS NULL
            WHERE cardinality(a.posts) > 0 AND p.id = ANY(a.posts) AND {_ACTS}"""

_COLUMNS = """
        n int, id bigint, group_id bigint, person_id bigint, posts bigint[], text text, client_key uuid,
        spare bigint[], file_id bigint, reply_to_id bigint, sent_at timestamptz, as_post_id bigint, at_desk boolean"""
_ASKED = f"SELECT * FROM json_to_recordset(%(said)s::json) AS ({_COLUMNS})"

# {asked}: the messages; {offices}: left out where nobody acts for a post
_JUDGE = f"""
WITH asked AS MATERIALIZED (
    {{asked}}
),
-- what all messages of a group ask of it, once: its place, its last number, its lock
room AS MATERIALIZED (
    SELECT g.id, g.kind, g.name, g.is_active, g.owner_post_id, g.last_seq, place.path,
        held.last_seq IS NOT DISTINCT FROM g.last_seq AS is_held
    FROM (SELECT DISTINCT group_id AS id FROM asked) wanted
    JOIN groups_group g USING (id)
    JOIN territory_node place ON place.id = g.node_id
    LEFT JOIN LATERAL (
        SELECT last_seq FROM groups_group WHERE id = g.id FOR UPDATE SKIP LOCKED
    ) held ON true
),
weighed AS MATERIALIZED (
    SELECT a.*, g.name AS group_name, g.last_seq, g.path,
        voice.post_id, voice.member_id, voice.answers,
        left(coalesce(voice.label, voice.title || person.name), 120) AS label,
        before.id AS before_id, before.seq AS before_seq, before.at AS before_at,
        coalesce(file.kind, '{MessageKind.TEXT}') AS kind,
        NOT voice.answers AND coalesce((replied.data->>'is_question')::boolean, false) AS is_to_case,
        CASE
            WHEN g.id IS NULL THEN 'not_there'
            WHEN NOT g.is_held THEN 'again'
            WHEN voice.is_wanted IS NULL THEN 'not_there'
            WHEN before.id IS NOT NULL THEN CASE
                WHEN before.author_person_id = a.person_id AND (
                    before.edited_at IS NOT NULL OR before.recalled_at IS NOT NULL
                    OR (before.text, before.file_id, before.reply_to_id)
                        IS NOT DISTINCT FROM (a.text, a.file_id, a.reply_to_id)
                ) THEN 'repeat' ELSE 'key_taken' END
            WHEN a.reply_to_id IS NOT NULL AND replied.id IS NULL THEN 'reply_elsewhere'
            WHEN NOT voice.is_wanted THEN 'no_voice'
            WHEN NOT g.is_active THEN 'ended'
            WHEN voice.muted_until > %(at)s THEN 'muted'
            WHEN replied.recalled_at IS NOT NULL THEN 'reply_recalled'
            WHEN a.file_id IS NOT NULL AND file.id IS NULL THEN 'no_file'
            WHEN row_number() OVER (PARTITION BY a.group_id, a.client_key ORDER BY a.n) > 1 THEN 'again'
        END AS code
    FROM asked a
    LEFT JOIN room g ON g.id = a.group_id
    LEFT JOIN people_person person ON person.id = a.person_id
    LEFT JOIN files_storedfile file ON file.id = a.file_id AND file.uploaded_by_id = a.person_id
    -- rights.standing and rights.speaker: offices first, then the person, then voluntary posts
    LEFT JOIN LATERAL (
        SELECT own.*, speaks AND (a.as_post_id IS NULL OR coalesce(post_id = a.as_post_id, false)) AS is_wanted
        FROM (
            SELECT member.id AS member_id, NULL::bigint AS post_id, '' AS title, false AS answers, false AS owns,
                nullif(member.label, '') AS label, member.muted_until, true AS speaks, true AS reads
            FROM (SELECT * FROM groups_member WHERE person_id = a.person_id AND left_at IS NULL OFFSET 0) member
            WHERE member.group_id = a.group_id
{{offices}}
        ) own
        WHERE speaks OR reads
        ORDER BY is_wanted DESC, CASE WHEN answers THEN 0 WHEN post_id IS NULL THEN 1 ELSE 2 END,
            owns DESC, member_id IS NULL, post_id
        LIMIT 1
    ) voice ON true
    LEFT JOIN LATERAL (
        SELECT * FROM (
            SELECT id, group_id, seq, at, author_person_id, text, file_id, reply_to_id, edited_at, recalled_at
            FROM groups_message WHERE client_key = a.client_key OFFSET 0
        ) same WHERE group_id = a.group_id LIMIT 1
    ) before ON true
    LEFT JOIN LATERAL (
        SELECT * FROM (
            SELECT id, group_id, recalled_at, data FROM groups_message WHERE id = a.reply_to_id OFFSET 0
        ) same WHERE group_id = a.group_id
    ) replied ON true
),
judged AS MATERIALIZED (
    SELECT *, last_seq + row_number() OVER (PARTITION BY group_id, outcome IS NULL ORDER BY n) AS seq
    FROM weighed, coalesce(code, CASE WHEN is_to_case AND at_desk IS NOT TRUE THEN 'elsewhere' END) AS outcome
),
said AS MATERIALIZED (
    SELECT * FROM judged WHERE outcome IS NULL
),
"""

_WRITE = f"""
counted AS (
    UPDATE groups_group SET last_seq = newest.seq
    FROM (SELECT group_id, max(seq) AS seq FROM said GROUP BY group_id) newest
    WHERE groups_group.id = newest.group_id
),
written AS (
    INSERT INTO groups_message (
        id, group_id, seq, author_person_id, author_post_id, author_label, kind, text, file_id, reply_to_id, mentions,
        message_class, client_key, sent_at, at, data
    )
    SELECT said.id, group_id, seq, person_id, post_id, label, kind, text, file_id, reply_to_id,
        coalesce(called.posts, ARRAY[]::bigint[]),
        -- rights.class_at_birth
        CASE WHEN post_id IS NULL THEN '{MessageClass.UNANSWERED}' END,
        client_key, sent_at, %(at)s, {{data}}
    FROM said LEFT JOIN called USING (n)
),
-- one's own words are read
read AS (
    UPDATE groups_member SET read_seq = own.seq
    FROM (SELECT member_id, max(seq) AS seq FROM said WHERE member_id IS NOT NULL GROUP BY member_id) own
    WHERE groups_member.id = own.member_id
),
-- an office's reply is the answer to the words it stands under; the first one counts
answered AS (
    UPDATE groups_message SET message_class = '{_ANSWERED}', classed_by_id = reply.person_id, classed_at = %(at)s
    FROM (
        SELECT DISTINCT ON (reply_to_id) reply_to_id, person_id FROM said
        WHERE answers AND reply_to_id IS NOT NULL ORDER BY reply_to_id, n
    ) reply
    WHERE groups_message.id = reply.reply_to_id AND message_class IN ({_list(_ANSWERABLE)})
)
SELECT n, coalesce(outcome, ''), coalesce(before_id, id), CASE WHEN outcome IS NULL THEN seq ELSE coalesce(before_seq, 0) END,
    to_char(coalesce(before_at, %(at)s) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), is_to_case
FROM judged
"""


def _statement(*, offices: bool, mentions: bool, hidden: bool) -> str:
    judge = _JUDGE.format(
        asked=HIDING.format(columns=_COLUMNS) if hidden else _ASKED,
        offices=_OFFICES if offices else "",
    )
    write = _WRITE.format(data=HIDDEN_DATA if hidden else "'{}'")
    return judge + (MENTIONS if mentions else NO_MENTIONS) + (KEEPING if hidden else "") + write


_EITHER = (False, True)
SPEECH = Speech(
    prefix="group",
    statements={
        (o, m, h): _statement(offices=o, mentions=m, hidden=h)
        for o in _EITHER
        for m in _EITHER
        for h in _EITHER
    },
    check_text=check_text,
    calls_somebody=may_call,
    spare_ids=1 + MOST,
    refusals=REFUSALS,
    hide=hide,
)
