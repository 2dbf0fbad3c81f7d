"""Who asked, behind proxies."""

import pytest

from huiyin.lib.addresses import client_address, networks

OURS = networks(["127.0.0.1", "10.0.0.0/8", "::1"])


@pytest.mark.parametrize(
    ("peer", "forwarded", "who"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "203.0.113.9, 10.1.1.1", "203.0.113.9"),
        ("::1", "2001:db8::7", "2001:db8::7"),
    ],
)
def test_the_last_who_is_no_proxy_of_ours_asked(peer: str, forwarded: str, who: str) -> None:
    assert client_address(peer, forwarded, OURS) == who


def test_what_a_client_writes_into_the_header_itself_is_not_believed() -> None:
    assert client_address("127.0.0.1", "198.51.100.1, 203.0.113.9", OURS) == "203.0.113.9"
    assert client_address("203.0.113.9", "198.51.100.1", OURS) == "203.0.113.9"


def test_a_proxy_that_does_not_say_leaves_it_unknown_instead_of_taking_all_for_one() -> None:
    assert client_address("127.0.0.1", "", OURS) == ""
    assert client_address("127.0.0.1", "nonsense", OURS) == ""
    assert client_address("127.0.0.1", "10.1.1.1", OURS) == ""
    assert client_address("", "", OURS) == ""
