"""What the groups files of a pack may hold."""

from huiyin.groups.rules import GroupKind
from huiyin.people.rules import Role
from huiyin.territory.pack.schema import CODE, KEY, NAME, count, listed, record

TEXT = {"type": "string", "minLength": 1, "maxLength": 5000}
PURPOSE = {"type": "string", "minLength": 1, "maxLength": 500}
JOIN_CODE = {"type": "string", "pattern": "^[a-z0-9]{4,16}$"}
OPENED = sorted(set(GroupKind) - {GroupKind.PRIVATE_TALK, GroupKind.MEDIATION_ROOM})

GROUP = record(
    {
        "key": KEY,
        "kind": {"enum": [kind.value for kind in OPENED]},
        "name": NAME,
        "node": CODE,
        "owner": KEY,
    },
    {
        "purpose": PURPOSE,
        "rules": TEXT,
        "join_code": JOIN_CODE,
        # posts that belong to it: by key, and all posts of these roles at its place and below
        "posts": listed(KEY),
        "roles": listed({"enum": [role.value for role in Role]}),
        # of 100 made-up households of its place, how many have a member; people the pack names are all in
        "households_in_100": count(0, 100),
    },
)
SETTINGS = record(
    {
        "version": NAME,
        "recall_minutes": count(0, 1_440),
        "edit_minutes": count(0, 1_440),
        "unanswered_minutes": count(1, 10_080),
        "silent_days": count(1, 365),
        "officer_silent_days": count(1, 365),
    },
    {},
)
KIND_TEXT = record({"purpose": PURPOSE, "rules": TEXT}, {})
GROUPS_SCHEMA = record(
    {},
    {
        "settings": SETTINGS,
        "kinds": record({}, {kind.value: KIND_TEXT for kind in GroupKind}),
        "groups": listed(GROUP),
    },
)
