"""How far each role knows somebody to whom an answer is owed."""

import pytest

from huiyin.cases.rules.knowing import Known, known
from huiyin.people.rules import PostFacts, Role, Viewer

PATH = "37/3799/"
HOLDER = 7


def viewer(role: Role, *, post_id: int = 1) -> Viewer:
    post = PostFacts(post_id, role, 1, PATH, role.label)
    return Viewer(5, "某人", (post,), (PATH,))


def how_far(role: Role, *, guarded: bool = False, unnamed: bool = False, post_id: int = 1) -> Known:
    return known(
        viewer(role, post_id=post_id), holder_id=HOLDER, is_guarded=guarded, is_unnamed=unnamed
    )


@pytest.mark.parametrize("role", list(Role))
def test_each_role_knows_as_much_as_its_work_needs(role: Role) -> None:
    answers = {
        Role.OFFICER,
        Role.AREA_CADRE,
        Role.SECRETARY,
        Role.STREET_GRID_CENTRE,
        Role.COUNTY_COMMAND,
    }
    decides = {Role.GOVERNANCE_DEPUTY, Role.STREET_LEAD}
    wanted = (
        Known.REACHABLE if role in answers else Known.NAMED if role in decides else Known.MASKED
    )
    assert how_far(role) == wanted


def test_a_guarded_matter_keeps_the_person_to_who_handles_it() -> None:
    assert how_far(Role.SECRETARY, guarded=True) == Known.MASKED
    assert how_far(Role.SECRETARY, guarded=True, post_id=HOLDER) == Known.REACHABLE


@pytest.mark.parametrize("role", list(Role))
def test_nobody_knows_who_asked_to_stay_unnamed(role: Role) -> None:
    assert how_far(role, guarded=True, unnamed=True, post_id=HOLDER) == Known.NOBODY
