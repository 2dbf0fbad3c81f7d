"""The drawings of the icons. They stand in the page itself: a file of their own would cost a weak phone a request and a document."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString

SHEET = Path(__file__).parent / "templates/kit/icons.svg"
SYMBOL = re.compile(r'<symbol id="([a-z]+)" viewBox="0 0 24 24">(.*?)</symbol>')


@cache
def drawings() -> Mapping[str, SafeString]:
    """What is inside each icon, by its name, for a viewBox of 24 by 24."""
    found = SYMBOL.findall(SHEET.read_text(encoding="utf-8"))
    return {name: SafeString(drawing) for name, drawing in found}
