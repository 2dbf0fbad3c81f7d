"""What the people files of a pack may hold."""

from huiyin.people.rules import Role
from huiyin.territory.pack.schema import CODE, KEY, NAME, PHONE, count, listed, record

BORN = {"type": "integer", "minimum": 1900, "maximum": 2100}
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
SHORT = {"type": "string", "minLength": 1, "maxLength": 16}
YES = {"type": "boolean"}

PERSON = record({"key": KEY, "name": NAME}, {"born": BORN, "phone": PHONE, "elder": YES})
HOME = record(
    {},
    {
        "compound": KEY,
        "building": SHORT,
        "unit": SHORT,
        "room": SHORT,
        "community": CODE,
        "road": NAME,
        "number": {"type": "string", "pattern": "^[1-9][0-9]{0,3}$"},
    },
)
HOME["oneOf"] = [
    {"required": ["compound", "building", "room"]},
    {"required": ["community", "road", "number"]},
]
RESIDENT = record(
    {"key": KEY, "name": NAME, "household": HOME}, {"born": BORN, "phone": PHONE, "elder": YES}
)
POST = record(
    {"key": KEY, "role": {"enum": [role.value for role in Role]}, "node": CODE},
    {
        "title": NAME,
        "call_name": SHORT,
        "phone": PHONE,
        "areas": listed(CODE),
        "holders": listed(KEY),
    },
)
CROWD = record({"area": CODE, "people": count(0, 1_000_000)}, {"away_households": count(1, 10_000)})
PEOPLE_SCHEMA = record(
    {},
    {
        "since": DAY,
        "persons": listed(PERSON),
        "residents": listed(RESIDENT),
        "posts": listed(POST),
        "generate_residents": listed(CROWD),
    },
)
