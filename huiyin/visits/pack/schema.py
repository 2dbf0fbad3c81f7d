"""What the organisations files of a pack may hold."""

from huiyin.territory.pack.schema import CODE, KEY, NAME, listed, record

# head: the key of a person of the pack
ORGANISATION = record({"grid": CODE, "name": NAME}, {"head": KEY})
ORGANISATIONS_SCHEMA = record({}, {"organisations": listed(ORGANISATION)})
