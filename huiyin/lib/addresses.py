"""Where a request comes from, when proxies stand in between."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def networks(names: Sequence[str]) -> list[Network]:
    """Addresses and networks as they are written: 127.0.0.1, 10.0.0.0/8, ::1. Raises ValueError."""
    return [ip_network(name) for name in names]


def client_address(peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """Who asked: the last one in the chain that is no proxy of ours; empty when our proxies do not say.

    peer: who holds the connection. forwarded: X-Forwarded-For, to which each proxy adds whom it saw, on the right. What
    stands left of the first stranger was written by that stranger, and is not believed.
    """
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    known = peer
    while _is_one_of(known, proxies):
        known = chain.pop() if chain else ""
    return known if _is_address(known) else ""


def _is_one_of(address: str, proxies: Sequence[Network]) -> bool:
    return _is_address(address) and any(ip_address(address) in network for network in proxies)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
