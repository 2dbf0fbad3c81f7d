import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytest_django import Settings

from huiyin.ground import ids
from huiyin.ground.nodes import NoFreeNode, claim_node

HOLD = """
import sys, pathlib
from huiyin.ground.nodes import claim_node
number, held = claim_node(pathlib.Path(sys.argv[1]))
print(number, flush=True)
sys.stdin.read()
"""


@contextmanager
def claimed(folder: Path) -> Iterator[int]:
    number, held = claim_node(folder)
    yield number
    os.close(held)


def test_each_takes_a_number_of_its_own(tmp_path: Path) -> None:
    with claimed(tmp_path / "run") as first, claimed(tmp_path / "run") as second:
        assert (first, second) == (0, 1)


def test_two_machines_with_shares_of_their_own_never_take_the_same_number(tmp_path: Path) -> None:
    first, held = claim_node(tmp_path / "one", numbers=range(32))
    other, also_held = claim_node(tmp_path / "other", numbers=range(32, 64))
    assert (first, other) == (0, 32)
    os.close(held)
    os.close(also_held)


def test_ids_are_made_under_a_number_of_the_share_that_is_set(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HUIYIN_HOME, settings.HUIYIN_ID_NODES = tmp_path, range(40, 42)
    monkeypatch.setattr(ids, "_maker", None)
    monkeypatch.setattr(ids, "_held", None)
    ids.new_id()
    assert [file.name for file in (tmp_path / "run").iterdir()] == ["node-40"]


def test_a_number_is_free_again_when_its_holder_closes(tmp_path: Path) -> None:
    with claimed(tmp_path) as first:
        assert first == 0
    with claimed(tmp_path) as again:
        assert again == 0


def test_a_killed_process_gives_its_number_back(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(  # noqa: S603 - our own words
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline().strip() == "0"
        with claimed(tmp_path) as beside:
            assert beside == 1
        holder.kill()
    with claimed(tmp_path) as after:
        assert after == 0


def test_when_all_are_taken_it_says_so(tmp_path: Path) -> None:
    with (
        claimed(tmp_path),
        claimed(tmp_path),
        pytest.raises(NoFreeNode, match="all 2 node numbers"),
    ):
        claim_node(tmp_path, numbers=range(2))
