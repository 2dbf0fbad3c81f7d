"""A post changes hands: its visits come along, and the page says how many."""

from huiyin.conftest import NOON, Town
from huiyin.posts.actions import Holding, Wish, hand_over, told
from huiyin.posts.rules import Held
from huiyin.visits import queries
from huiyin.visits.actions.calling import ask_visit
from huiyin.visits.actions.passing import VISITS
from huiyin.visits.rules import Reason


def test_the_visits_of_a_post_are_told_and_are_the_successors_afterwards(town: Town) -> None:
    officer, post = town.viewer("officer"), town.posts["officer"]
    household = queries.households(officer).first()
    assert household is not None
    visit = ask_visit(viewer=officer, reason=Reason.COVERAGE, household_id=household.pk, now=NOON)
    facts = next(each for each in officer.posts if each.id == post.pk)
    holding = Holding(facts, officer.person_id, officer, NOON)
    assert Held(VISITS, 1) in told(holding)
    heir = town.persons["officer_next_door"]
    wish = Wish(post.pk, officer.person_id, heir.pk, None, "")
    hand_over(viewer=town.viewer("secretary"), wish=wish, now=NOON)
    assert queries.access_visit(town.viewer("officer_next_door"), visit.pk).holder_id == post.pk
    assert not queries.visible(town.viewer("officer")).exists()
