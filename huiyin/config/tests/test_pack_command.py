"""What `huiyin pack` says of a pack."""

from argparse import Namespace
from pathlib import Path

import pytest

from huiyin.config.commands import pack

pytestmark = pytest.mark.django_db

RING = "[[118.0, 37.0], [118.1, 37.0], [118.1, 37.1], [118.0, 37.1], [118.0, 37.0]]"
TERRITORY = f"""nodes:
  - {{code: "3716", name: 市}}
  - {{code: "371625", name: 县}}
  - {{code: "371626", name: 邻县}}
boundaries:
  - {{code: "371625", geometry: {{type: Polygon, coordinates: [{RING}]}}}}
  - {{code: "371626", geometry: {{type: Polygon, coordinates: [{RING}]}}}}
"""


def test_a_doubt_is_shown_before_the_counts_and_does_not_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pack.yaml").write_text("key: t\nname: n\nsections:\n  territory: [t.yaml]\n")
    (tmp_path / "t.yaml").write_text(TERRITORY)
    assert pack.run(Namespace(act="check", folder=tmp_path, dry_run=False)) == 0
    first, second, *_rest = capsys.readouterr().out.splitlines()
    assert first.startswith("? t.yaml:7: “371626”和“371625”重叠")
    assert second.startswith("territory: new 3, changed 2")
