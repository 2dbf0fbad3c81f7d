"""A county for many cases: the demo pack's 12 streets, each with 25 more communities of 20 grids, all with their posts.

Everything below is made by the server in a second. Ids are counted, not made from time: they are below any real one.
"""

from dataclasses import dataclass
from datetime import datetime

import psycopg

# a community by its number k (0 to 299), a grid by 20 k + g; a cadre looks after five grids of a community
COMMUNITIES = """
    CREATE TEMPORARY TABLE new_community AS
    SELECT (row_number() OVER (ORDER BY street.code, c) - 1) AS k, street.id AS street_id, street.code AS street_code,
           street.code || (300 + c) AS code, street.path || street.code || (300 + c) || '/' AS path
    FROM territory_node street, generate_series(1, 25) c WHERE street.kind = 'street'
"""
NODES = """
    INSERT INTO territory_node (id, kind, code, name, parent_id, path, grid_type, legacy_code, reason, phone, supervision_phone)
    SELECT 10000000 + k, 'community', code, '第' || k + 1 || '社区', street_id, path, NULL, '', '', '', '' FROM new_community
    UNION ALL
    SELECT 20000000 + 20 * k + g, 'grid', code || 'Z' || to_char(g + 1, 'FM000'), '第' || g + 1 || '网格', 10000000 + k,
           path || code || 'Z' || to_char(g + 1, 'FM000') || '/', 'general', '', '', '', ''
    FROM new_community, generate_series(0, 19) g
"""
POSTS = """
    INSERT INTO people_post (id, key, role, node_id, title, call_name, phone)
    SELECT 30000000 + 20 * k + g, 'bench_officer_' || 20 * k + g, 'officer', 20000000 + 20 * k + g,
           '第' || k + 1 || '社区第' || g + 1 || '网格网格员', '', '' FROM new_community, generate_series(0, 19) g
    UNION ALL
    SELECT 40000000 + 4 * k + q, 'bench_cadre_' || 4 * k + q, 'area_cadre', 10000000 + k, '第' || k + 1 || '社区包片干部', '', ''
    FROM new_community, generate_series(0, 3) q
    UNION ALL
    SELECT 50000000 + k, 'bench_secretary_' || k, 'secretary', 10000000 + k, '第' || k + 1 || '社区党总支书记', '', ''
    FROM new_community
    UNION ALL
    SELECT 60000000 + min(k), 'bench_centre_' || min(k), 'street_grid_centre', street_id, street_code || '网格中心', '', ''
    FROM new_community GROUP BY street_id, street_code
    HAVING NOT EXISTS (SELECT FROM people_post WHERE role = 'street_grid_centre' AND node_id = street_id)
"""
AREAS = """
    INSERT INTO people_postarea (id, post_id, node_id)
    SELECT 20000000 + n, 40000000 + n / 5, 20000000 + n FROM generate_series(0, 5999) n
"""
# a person for each new post, and the residents who raise matters
PERSONS = """
    INSERT INTO people_person (id, key, name, phone, phone_hash, is_synthetic, locale, elder_mode, created_at)
    SELECT id + 1000000000, key, '王' || chr(19968 + (id %% 5000)::int), '', '', true, 'zh-hans', false, %(now)s
    FROM people_post WHERE key LIKE 'bench%%'
    UNION ALL
    SELECT 2000000000 + n, NULL, '李' || chr(19968 + n %% 5000), '', '', true, 'zh-hans', false, %(now)s
    FROM generate_series(1, %(residents)s) n
"""
INCUMBENCIES = """
    INSERT INTO people_incumbency (id, post_id, person_id, from_at, to_at, is_exclusive)
    SELECT id, id, id + 1000000000, %(now)s - interval '3 years', NULL, false FROM people_post WHERE key LIKE 'bench%%'
"""
GRIDS = """
    SELECT grid.id, grid.path, community.code, 30000000 + n, 40000000 + n / 5, 50000000 + n / 20, centre.id, county.id
    FROM (SELECT *, id - 20000000 AS n FROM territory_node WHERE id BETWEEN 20000000 AND 20005999) grid
    JOIN territory_node community ON community.id = grid.parent_id
    JOIN people_post centre ON centre.node_id = community.parent_id AND centre.role = 'street_grid_centre'
    CROSS JOIN (SELECT id FROM people_post WHERE role = 'county_command' LIMIT 1) county
    ORDER BY grid.id
"""
RESIDENT = 2_000_000_000
STAFF = 1_000_000_000


@dataclass(frozen=True)
class Grid:
    """A grid and the posts that hold its cases, by rung from 1."""

    node_id: int
    path: str
    community: str
    holders: tuple[int, ...]


def widen(database: psycopg.Connection, *, residents: int, now: datetime) -> list[Grid]:
    """Make the 300 communities with their 6,000 grids, posts and people; return the grids."""
    values = {"now": now, "residents": residents}
    database.execute(COMMUNITIES)
    for statement in (NODES, POSTS, AREAS):
        database.execute(statement)
    for statement in (PERSONS, INCUMBENCIES):
        database.execute(statement, values)
    return [Grid(row[0], row[1], row[2], row[3:]) for row in database.execute(GRIDS)]
