from pathlib import Path

from huiyin.ground.live.wake import LONGEST_PATH, Listener, poke, socket_path


def test_a_wake_names_the_topics(tmp_path: Path) -> None:
    listener = Listener(tmp_path)
    poke(["group:1", "case:2"], home=tmp_path)
    poke(["post:3"], home=tmp_path)
    assert listener.read() == {"group:1", "case:2", "post:3"}
    assert listener.read() == set()
    listener.close()


def test_more_topics_than_a_datagram_holds_wake_everything(tmp_path: Path) -> None:
    listener = Listener(tmp_path)
    poke([f"case:{number}" for number in range(2_000)], home=tmp_path)
    assert listener.read() is None
    listener.close()


def test_a_wake_that_nobody_hears_raises_nothing(tmp_path: Path) -> None:
    poke(["group:1"], home=tmp_path)


def test_a_wake_never_waits_for_a_listener_that_does_not_read(tmp_path: Path) -> None:
    listener = Listener(tmp_path)
    for _ in range(5_000):
        poke(["group:1"], home=tmp_path)
    assert listener.read() == {"group:1"}
    listener.close()


def test_a_home_with_a_long_path_still_has_an_address(tmp_path: Path) -> None:
    home = tmp_path / ("很长的文件夹" * 8)
    assert len(str(socket_path(home))) <= LONGEST_PATH
    listener = Listener(home)
    poke(["group:1"], home=home)
    assert listener.read() == {"group:1"}
    listener.close()


def test_a_new_process_takes_the_address_over_and_keeps_it(tmp_path: Path) -> None:
    old = Listener(tmp_path)
    new = Listener(tmp_path)
    old.close()
    poke(["group:1"], home=tmp_path)
    assert new.read() == {"group:1"}
    new.close()
