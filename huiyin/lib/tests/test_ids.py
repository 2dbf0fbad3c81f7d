from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.lib.ids import EPOCH, EPOCH_MS, NODES, IdMaker, first_id_at, made_at

if TYPE_CHECKING:
    from collections.abc import Iterator

LATEST = datetime(2093, 1, 1, tzinfo=UTC)


def clock(*readings_ms: int) -> IdMaker:
    ticks: Iterator[int] = iter(readings_ms)
    last = readings_ms[-1]
    return IdMaker(node=3, clock_ms=lambda: next(ticks, last))


def test_ids_of_one_maker_never_repeat_and_always_grow() -> None:
    maker = IdMaker(node=0)
    made = [maker() for _ in range(20_000)]
    assert made == sorted(set(made))


def test_threads_share_a_maker_without_repeating() -> None:
    maker = IdMaker(node=0)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: maker(), range(8_000)))
    assert len(set(made)) == len(made)


def test_makers_of_different_nodes_do_not_meet_in_one_millisecond() -> None:
    made = {IdMaker(node=node, clock_ms=lambda: EPOCH_MS)() for node in range(NODES)}
    assert len(made) == NODES


def test_a_clock_set_back_repeats_nothing() -> None:
    maker = clock(EPOCH_MS + 1000, EPOCH_MS + 10, EPOCH_MS + 10)
    first, second, third = maker(), maker(), maker()
    assert first < second < third


def test_more_than_a_millisecond_holds_go_on_in_the_next() -> None:
    maker = clock(EPOCH_MS)
    made = [maker() for _ in range(200)]
    assert len(set(made)) == 200
    assert made_at(made[-1]) == EPOCH + timedelta(milliseconds=3)


@given(
    st.datetimes(EPOCH.replace(tzinfo=None), LATEST.replace(tzinfo=None), timezones=st.just(UTC))
)
def test_an_id_keeps_its_moment_and_is_exact_in_javascript(moment: datetime) -> None:
    identity = first_id_at(moment)
    assert 0 <= identity < 2**53
    assert abs(made_at(identity) - moment) <= timedelta(milliseconds=1)


@pytest.mark.parametrize("node", [-1, NODES])
def test_a_node_outside_its_range_is_refused(node: int) -> None:
    with pytest.raises(ValueError, match="node must be"):
        IdMaker(node=node)
