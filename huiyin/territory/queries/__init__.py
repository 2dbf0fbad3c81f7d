"""Reading the territory. Divisions are public knowledge: nothing here is narrowed by viewer.

`locating` stands apart: whoever imports it loads numpy and GEOS.
"""

from huiyin.territory.queries.places import (
    DwellingCount,
    Home,
    ancestors,
    around,
    buildings_of,
    children,
    compounds_of,
    dwelling,
    dwelling_count,
    dwellings_of,
    grids_of,
    homes_in,
    homes_of_compounds,
    ids_along,
    ids_at,
    node,
    node_and_line,
    node_by_code,
    nodes_by_code,
    nodes_of_kind,
    paths_of,
    subtree,
)

__all__ = [
    "DwellingCount",
    "Home",
    "ancestors",
    "around",
    "buildings_of",
    "children",
    "compounds_of",
    "dwelling",
    "dwelling_count",
    "dwellings_of",
    "grids_of",
    "homes_in",
    "homes_of_compounds",
    "ids_along",
    "ids_at",
    "node",
    "node_and_line",
    "node_by_code",
    "nodes_by_code",
    "nodes_of_kind",
    "paths_of",
    "subtree",
]
