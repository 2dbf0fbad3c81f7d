"""Addresses of lists are the same as `reverse` would say them."""

import pytest
from django.urls import NoReverseMatch, reverse

from huiyin.web.kit.addresses import addresses


@pytest.mark.parametrize("name", ["command:case", "command:pane"])
def test_an_address_is_that_of_the_routes(name: str) -> None:
    of = addresses(name)
    assert [of(key) for key in (0, 7, 103814923915264)] == [
        reverse(name, args=[key]) for key in (0, 7, 103814923915264)
    ]


def test_a_view_that_is_not_there_is_an_error() -> None:
    with pytest.raises(NoReverseMatch):
        addresses("command:nowhere")
