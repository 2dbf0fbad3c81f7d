"""What the workshop hands back: clean files in a folder, and what is known of them."""

from dataclasses import dataclass
from pathlib import Path

from huiyin.ground.files.rules import Kind


@dataclass(frozen=True)
class Product:
    """`path`: the clean file. `thumb`: a JPEG of at most 480 px, for what has a picture. `seconds`: for what plays."""

    kind: Kind
    mime: str
    path: Path
    thumb: Path | None = None
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
