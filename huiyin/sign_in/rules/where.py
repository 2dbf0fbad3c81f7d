"""Where an act at the door came from."""

from dataclasses import dataclass

from huiyin.sign_in.rules.traces import device_of, shortened


@dataclass(frozen=True)
class Where:
    """address: whole, for limits alone. place, device: as much of both as is kept for the owner to read."""

    address: str = ""
    place: str = ""
    device: str = ""

    @classmethod
    def of(cls, address: str, user_agent: str) -> "Where":
        return cls(address, shortened(address), device_of(user_agent))


NOWHERE = Where()
