"""Places as people write them: 三号楼, 3栋, 3#2-501. Ranked candidates, of which a person picks one. Plain Python.

A text is looked for among the names and houses of a `Gazetteer`; `options_of` says what it may mean, `ranked` puts that in
order once the doors have been looked up. Beyond names it understands numbers in their spellings, and keeps what is said
relative to a place (东门, 对面, 南边100米) beside it as a doubt.
"""

from huiyin.territory.rules.addresses.finding import options_of
from huiyin.territory.rules.addresses.folding import fold
from huiyin.territory.rules.addresses.gazetteer import Doubt, Gazetteer, Near, Option, Spot
from huiyin.territory.rules.addresses.naming import CompoundNames, House, Mention, Names, PlaceName
from huiyin.territory.rules.addresses.ranking import ranked

__all__ = [
    "CompoundNames",
    "Doubt",
    "Gazetteer",
    "House",
    "Mention",
    "Names",
    "Near",
    "Option",
    "PlaceName",
    "Spot",
    "fold",
    "options_of",
    "ranked",
]
