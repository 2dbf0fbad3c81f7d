"""Posts with the people who are there at a moment. As SQL: every request of every page asks it up to three times, and
putting the statement together from models took longer than answering it.
"""

from datetime import datetime
from typing import LiteralString

from huiyin.ground.asking import ask
from huiyin.people.rules import PostFacts, Role, StaffedPost

_STAFFED = """
WITH held AS NOT MATERIALIZED (
    SELECT id, post_id, person_id, from_at FROM people_incumbency
    WHERE from_at <= {at} AND (to_at IS NULL OR to_at > {at})
), away AS NOT MATERIALIZED (
    SELECT post_id, by_post_id FROM people_substitute WHERE from_at <= {at} AND to_at > {at}
), unheld AS (
    SELECT id FROM people_post AS post WHERE NOT EXISTS (SELECT FROM held WHERE held.post_id = post.id)
)
SELECT post.id, post.role, post.node_id, node.path, post.title, post.call_name,
    ARRAY(
        SELECT place.path FROM people_postarea AS area JOIN territory_node AS place ON place.id = area.node_id
        WHERE area.post_id = post.id ORDER BY place.path
    ),
    ARRAY(SELECT person_id FROM held WHERE held.post_id = post.id ORDER BY from_at, id),
    ARRAY(
        SELECT person_id FROM away JOIN held ON held.post_id = away.by_post_id
        WHERE away.post_id = post.id ORDER BY from_at, id
    )
FROM people_post AS post JOIN territory_node AS node ON node.id = post.node_id
WHERE ({which})
ORDER BY node.path, post.id
"""
# conditions on `post` and its `node`, for `staffed`; what stands in braces is given as a value
SERVED_BY: LiteralString = """
post.id = ANY (ARRAY(
    SELECT post_id FROM held WHERE person_id = {person_id}
    UNION
    SELECT away.post_id FROM away JOIN held ON held.post_id = away.by_post_id WHERE person_id = {person_id}
))
"""
# who is missing first: few posts are unheld, and only theirs are looked at any closer
VACANT: LiteralString = """
post.id IN (SELECT id FROM unheld)
AND NOT EXISTS (SELECT FROM away JOIN held ON held.post_id = away.by_post_id WHERE away.post_id = post.id)
"""


def staffed(which: LiteralString, *, at: datetime, **values: object) -> list[StaffedPost]:
    """The posts that meet a condition with their people, in the order of the tree. One query.

    which: SQL about `post`, its `node`, who has `held` a post and who is `away`; values: what it names.
    """
    return [_post(*row) for row in ask(_STAFFED.replace("{which}", which), at=at, **values)]


def _post(
    post_id: int,
    role: str,
    node_id: int,
    path: str,
    title: str,
    call_name: str,
    areas: list[str],
    holders: list[int],
    substitutes: list[int],
) -> StaffedPost:
    facts = PostFacts(post_id, Role(role), node_id, path, title, call_name, tuple(areas))
    return StaffedPost(facts, tuple(holders), tuple(substitutes))
