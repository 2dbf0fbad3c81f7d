"""Where something is: candidates for typed words and for a phone's position, of which a person picks one."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from huiyin.lib.times import local
from huiyin.people import queries as people
from huiyin.people.rules import Verb, Viewer
from huiyin.territory.queries import searching
from huiyin.territory.queries.searching import Candidate
from huiyin.territory.rules import is_within, paths_above
from huiyin.territory.rules.addresses import Near
from huiyin.web.kit.forms import Form
from huiyin.web.kit.requests import SignedIn

COMMUNITY_DEPTH = 4  # city, county, street, community
PLACE_LENGTH = 200
NONE_OF_THEM = "none"


def spots_for_work(request: SignedIn, sent: QueryDict) -> list[Candidate]:
    """For staff: what `place`, `lat` and `lng` may mean where their posts register things, and next door."""
    posts = [post for post in request.viewer.posts if Verb.CAPTURE in post.role.verbs]
    paths = _communities(path for post in posts for path in post.paths)
    near = searching.near_of((), [post.node_id for post in posts])
    return _spots(request, sent, paths, near, with_doors=True)


def spots_at_home(request: SignedIn, sent: QueryDict) -> list[Candidate]:
    """For residents: the same in the communities of their homes; which doors there are, they are not told."""
    homes = people.households_of(request.viewer.person_id, at=request.now)
    paths = _communities(home.grid.path for home in homes)
    dwellings = [home.dwelling_id for home in homes if home.dwelling_id]
    buildings = searching.buildings_of_dwellings(dwellings) if dwellings else []
    near = searching.near_of(buildings, [home.grid_id for home in homes])
    return _spots(request, sent, paths, near, with_doors=False)


def position_in(sent: QueryDict) -> tuple[float, float] | None:
    """Longitude and latitude out of a form or an address; None when there is none, or nonsense."""
    lng, lat = (_degrees(sent.get(name, "")) for name in ("lng", "lat"))
    if lng is None or lat is None:
        return None
    # said this way round, because nan is neither more nor less than anything
    return (lng, lat) if abs(lng) <= 180 and abs(lat) <= 90 else None


def _degrees(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _communities(paths: Iterable[str]) -> list[str]:
    """The communities of places; of what lies above, the place itself."""
    return sorted({paths_above(path)[:COMMUNITY_DEPTH][-1] for path in paths})


def _spots(
    request: SignedIn,
    sent: QueryDict,
    paths: Sequence[str],
    near: Near,
    *,
    with_doors: bool,
) -> list[Candidate]:
    """Where words say something they come first; what the position adds stands behind."""
    on = local(request.now).date()
    words, position = sent.get("place", ""), position_in(sent)
    found = searching.find_places(words, paths=paths, on=on, near=near, with_doors=with_doors)
    if position is not None:
        known = {(each.building_id, each.grid_id) for each in found}
        around = searching.places_around(lng=position[0], lat=position[1], on=on)
        found += [each for each in around if (each.building_id, each.grid_id) not in known]
    return found


def value_of(spot: Candidate) -> str:
    """By what a candidate comes back with the form."""
    if spot.dwelling_id:
        return f"d{spot.dwelling_id}"
    return f"b{spot.building_id}" if spot.building_id else f"g{spot.grid_id}"


def label_of(spot: Candidate) -> str:
    """柳岸小区3号楼 · 第一网格 · 80 米."""
    parts = [spot.label, *([] if spot.grid == spot.label else [spot.grid]), spot.community]
    if spot.away_m is not None:
        here = gettext("就在这里") if spot.away_m < 1 else gettext("离您 %d 米") % spot.away_m
        parts.append(here)
    return " · ".join(part for part in parts if part)


def doubts_of(spot: Candidate) -> list[str]:
    """What is not certain about a candidate, as sentences."""
    return [gettext(doubt.sentence) % doubt.values for doubt in spot.doubts]


class WithSpot(Form):
    """A form with `place`, `lat` and `lng` that offers candidates for them.

    seen: that the candidates were on the page when the form was sent. Where they were not and it matters, the form is
    shown once more with them.
    """

    spot = forms.ChoiceField(
        label=gettext_lazy("是下面哪一处？"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("地点改过了，请再选一次是哪里。")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    spots: Sequence[Candidate] = ()

    def offer_spots(self, spots: Sequence[Candidate]) -> None:
        self.spots = spots
        field = self.fields["spot"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows for mypy
        field.choices = [*((value_of(each), label_of(each)) for each in spots), (NONE_OF_THEM, "")]

    @property
    def shown_spots(self) -> "Shown":
        """The candidates as the page draws them."""
        return shown(self.spots, str(self["spot"].value() or ""))

    @property
    def spot_chosen(self) -> Candidate | None:
        value = self.cleaned_data.get("spot")
        return next((each for each in self.spots if value_of(each) == value), None)

    def asks_where(self, node_id: int | None) -> bool:
        """Whether the person has to look at the candidates first: none of them lies where the form goes. Says so."""
        said = self.cleaned_data
        if not self.spots or said.get("spot") or said.get("seen"):
            return False
        if any(each.grid_id == node_id for each in self.spots):
            return False
        self.add_error("spot", gettext("请看看是不是下面的地方；都不是就选“都不是”。"))
        return True

    def place_words(self) -> str:
        """The place as it is kept: what was chosen, and what was typed where that says more."""
        typed, spot = str(self.cleaned_data["place"]), self.spot_chosen
        if spot is None or spot.building_id is None or spot.label in typed:
            return typed
        both = gettext("%(place)s（原话：%(typed)s）") % {"place": spot.label, "typed": typed}
        return (both if typed else spot.label)[:PLACE_LENGTH]


class ShownSpot(NamedTuple):
    value: str
    label: str
    doubts: list[str]
    is_chosen: bool


class Shown(NamedTuple):
    """Candidates to be drawn. notes: what is doubtful about all of them."""

    spots: list[ShownSpot]
    notes: list[str]


def shown(spots: Sequence[Candidate], chosen: str) -> Shown:
    """chosen: the value of the candidate that is picked so far, or nothing."""
    doubts = [doubts_of(each) for each in spots]
    notes = [said for said in doubts[0] if all(said in each for each in doubts)] if doubts else []
    drawn = [
        ShownSpot(
            value_of(each),
            label_of(each),
            [said for said in of_it if said not in notes],
            value_of(each) == chosen,
        )
        for each, of_it in zip(spots, doubts, strict=True)
    ]
    return Shown(drawn, notes)


def may_register(viewer: Viewer, grid_path: str) -> bool:
    """Whether a post of the viewer registers things in this grid."""
    return any(
        is_within(grid_path, path)
        for post in viewer.posts
        if Verb.CAPTURE in post.role.verbs
        for path in post.paths
    )
