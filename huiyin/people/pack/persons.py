"""Staff and named residents of a pack, with an account each."""

from datetime import date

from django.utils.translation import gettext as _

from huiyin.ground.packs import Import, Row
from huiyin.lib.refusal import Refused
from huiyin.people.actions.bulk import PersonFacts, write_accounts, write_persons
from huiyin.people.rules import normal_name, normal_phone


def import_persons(under_way: Import) -> dict[str, int]:
    """Write staff and named residents with an account each. Returns their ids by key."""
    wanted: dict[str, PersonFacts] = {}
    for name in ("persons", "residents"):
        for row in under_way.rows(name):
            facts = _person(row, under_way.is_synthetic)
            if row["key"] in wanted:
                row.refuse(_("“%s”已经用过。") % row["key"], "key")
            elif facts is not None:
                wanted[row["key"]] = facts
    written = write_persons(list(wanted.values()), now=under_way.now)
    written.tell(under_way, lambda key: f"{key} {wanted[key].name}")
    ids = {key: person.id for key, person in written.rows.items()}
    accounts = write_accounts({identity: key for key, identity in ids.items()})
    under_way.note(new=(f"account {account.username}" for account in accounts))
    return ids


def _person(row: Row, is_synthetic: bool) -> PersonFacts | None:
    try:
        return PersonFacts(
            key=row["key"],
            name=normal_name(row["name"]),
            is_synthetic=is_synthetic,
            phone=normal_phone(row["phone"]) if row.get("phone") else "",
            # only the year is told: the day stands for it
            born_on=date(row["born"], 1, 1) if row.get("born") else None,
            is_elder_mode=row.get("elder", False),
        )
    except Refused as refused:
        row.refuse(refused.sentence)
        return None
