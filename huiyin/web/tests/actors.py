"""Who asks in the matrix of rights: somebody of every role, and those next door."""

from huiyin.people.rules import Role

GRID, COMMUNITY, STREET, COUNTY = "379901001201Z001", "379901001201", "379901001", "379901"
# whom the town has not got: the key of person and post, the role, and where
OFFICES = {
    "assistant": (Role.ASSISTANT, GRID),
    "grid_head": (Role.GRID_HEAD, GRID),
    "building_head": (Role.BUILDING_HEAD, GRID),
    "property_manager": (Role.PROPERTY_MANAGER, GRID),
    "volunteer": (Role.VOLUNTEER, GRID),
    "vice": (Role.GOVERNANCE_DEPUTY, STREET),
    "lead": (Role.STREET_LEAD, STREET),
    "system_admin": (Role.SYSTEM_ADMIN, COUNTY),
    "security_admin": (Role.SECURITY_ADMIN, COUNTY),
    "auditor": (Role.AUDITOR, COUNTY),
}
# None: nobody is signed in. `resident` raised the case and wrote the words; `neighbour` is in the same group
ACTORS: tuple[str | None, ...] = (
    None, "resident", "neighbour", "resident_next_door", "stranger",
    "officer", "assistant", "grid_head", "cadre", "secretary", "street", "vice", "lead", "county",
    "building_head", "property_manager", "volunteer", "lawyer",
    "officer_next_door", "secretary_next_door",
    "system_admin", "security_admin", "auditor",
)  # fmt: skip
ADMINISTRATORS = ("system_admin", "security_admin", "auditor")
# they have nothing to do with the grid where everything happens
ELSEWHERE = ("stranger", "resident_next_door", "officer_next_door", "secretary_next_door")
