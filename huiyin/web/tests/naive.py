"""The scope said once more, from the handbook and by the plan of a country alone: nothing here asks the site's own code who
acts for whom or who sees what. Slow, and meant to be read.
"""

from dataclasses import dataclass

from huiyin.people.rules import Role
from huiyin.web.tests.country import Country, PlannedCase, PlannedGroup, PlannedPost, Time

# who steps in for a post that nobody is there for, nearest first
_UP = (
    Role.AREA_CADRE, Role.SECRETARY, Role.STREET_GRID_CENTRE, Role.GOVERNANCE_DEPUTY, Role.COUNTY_COMMAND,
)  # fmt: skip
LINES = {
    Role.OFFICER: _UP,
    Role.ASSISTANT: (Role.OFFICER, *_UP),
    Role.BUILDING_HEAD: (Role.OFFICER, *_UP),
    Role.GRID_HEAD: _UP[1:],
    Role.AREA_CADRE: _UP[1:],
    Role.SECRETARY: _UP[2:],
    Role.STREET_GRID_CENTRE: _UP[3:],
    Role.GOVERNANCE_DEPUTY: _UP[4:],
    Role.STREET_LEAD: _UP[4:],
}
# on the ladder: sees the cases of its places; the others see what they hold, check, raised or follow
LADDER = frozenset({Role.OFFICER, Role.STREET_LEAD, *_UP})
# of these, who sees no case that is restricted unless it is in their hands
LOW = frozenset({Role.OFFICER, Role.AREA_CADRE})
# residents' groups, which the offices of their place read; of all others the members alone know
OPEN = frozenset({"resident", "community_wide"})
READERS = frozenset({Role.OFFICER, Role.AREA_CADRE, Role.GRID_HEAD, Role.SECRETARY})
# they are told that something moves in their places, without being told what
HEARS_PLACES = LADDER | {Role.ASSISTANT, Role.GRID_HEAD}


@dataclass(frozen=True)
class Oracle:
    """What one person, by number, may see of a country."""

    country: Country
    person: int

    def acts_for(self, post: int) -> bool:
        cover = self._who_is_there(post)
        return cover is not None and self.person in self._people_of(cover)

    def sees_case(self, case: PlannedCase) -> bool:
        return self.person in case.parties or self.works_on(case)

    def works_on(self, case: PlannedCase) -> bool:
        """Sees it whole, and not only what its reporters are told."""
        if self.acts_for(case.holder) or (case.checker is not None and self.acts_for(case.checker)):
            return True
        roles = LADDER - LOW if case.is_restricted else LADDER
        return self._is_over(case.place, roles)

    def sees_file_of(self, case: PlannedCase) -> bool:
        return self.works_on(case) or (self.person in case.parties and case.shows_file)

    def belongs_to(self, group: PlannedGroup) -> bool:
        return self.person in group.members or any(self.acts_for(post) for post in group.posts)

    def sees_group(self, group: PlannedGroup) -> bool:
        if self.belongs_to(group) or self.acts_for(group.owner):
            return True
        return group.kind in OPEN and self._is_over(group.place, READERS)

    def hears_place(self, place: str) -> bool:
        return self._is_over(place, HEARS_PLACES)

    def _is_over(self, place: str, roles: frozenset[Role]) -> bool:
        posts = enumerate(self.country.posts)
        return any(
            post.role in roles and _looks_after(post, place) and self.acts_for(number)
            for number, post in posts
        )

    def _who_is_there(self, post: int) -> int | None:
        """The post whose people act for this one: itself, or the first one up its line that has anybody."""
        if self._people_of(post):
            return post
        posts = self.country.posts
        place = _places(posts[post])[0]
        for role in LINES.get(posts[post].role, ()):
            fitting = [
                number
                for number, above in enumerate(posts)
                if above.role is role and _looks_after(above, place)
            ]
            # the nearest: who looks after the smallest part of the country that holds the place; then the older post
            fitting.sort(key=lambda number: (-_nearness(posts[number], place), number))
            if fitting and self._people_of(fitting[0]):
                return fitting[0]
        return None

    def _people_of(self, post: int) -> set[int]:
        people = _holders(self.country.posts[post])
        for away, by, time in self.country.leaves:
            if away == post and time is Time.NOW:
                people |= _holders(self.country.posts[by])
        return people


def _holders(post: PlannedPost) -> set[int]:
    return {person for person, time in post.held if time is Time.NOW}


def _places(post: PlannedPost) -> tuple[str, ...]:
    return post.areas or (post.place,)


def _looks_after(post: PlannedPost, place: str) -> bool:
    return any(place.startswith(area) for area in _places(post))


def _nearness(post: PlannedPost, place: str) -> int:
    return max(len(area) for area in _places(post) if place.startswith(area))
