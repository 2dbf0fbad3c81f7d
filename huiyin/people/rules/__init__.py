"""Who is who: roles, what a viewer acts for, the line of cover, masking, passwords. Plain Python."""

from huiyin.people.rules.ages import is_minor
from huiyin.people.rules.keys import KeyFacts, Scope
from huiyin.people.rules.line import (
    StaffedPost,
    acting,
    covering,
    responsible,
    roles_above,
    roles_below,
)
from huiyin.people.rules.passwords import MIN_PASSWORD_LENGTH, PASSWORD_RULE, password_faults
from huiyin.people.rules.privacy import masked_name, masked_phone, normal_name, normal_phone
from huiyin.people.rules.roles import ADMINISTRATORS, Role, Verb, check_administrators_apart
from huiyin.people.rules.viewer import PostFacts, Viewer, visible_paths

__all__ = [
    "ADMINISTRATORS",
    "MIN_PASSWORD_LENGTH",
    "PASSWORD_RULE",
    "KeyFacts",
    "PostFacts",
    "Role",
    "Scope",
    "StaffedPost",
    "Verb",
    "Viewer",
    "acting",
    "check_administrators_apart",
    "covering",
    "is_minor",
    "masked_name",
    "masked_phone",
    "normal_name",
    "normal_phone",
    "password_faults",
    "responsible",
    "roles_above",
    "roles_below",
    "visible_paths",
]
