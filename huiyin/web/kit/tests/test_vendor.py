"""Files of others are pinned: what lies in a vendor folder is what its VENDOR.md says."""

import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
FOLDERS = (ROOT / "huiyin/web/kit/static/kit/vendor", ROOT / "journeys/vendor")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_every_vendored_file_has_the_hash_that_is_written_down(folder: Path) -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (folder / "VENDOR.md").read_text("utf-8"), re.M
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.name != "VENDOR.md"
    }
    assert dict(rows) == found
