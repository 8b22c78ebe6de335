"""Public pages are compressed: many readers have an old phone and pay for data."""

import gzip

import pytest
from django.test import Client

from communities.models import Community
from tests.base import World
from tests.support.public_base import WITHOUT_FORM, page, public_event, publish, service


@pytest.fixture
def hill(world: World) -> Community:
    publish(world.hill, world["hill-coordinator"])
    service(world.hill)
    public_event(world)
    return world.hill


@pytest.mark.parametrize("rest", WITHOUT_FORM)
def test_a_public_page_is_sent_compressed_to_a_browser_that_takes_it_so(
    hill: Community, client: Client, rest: str
):
    plain = client.get(page(rest))
    small = client.get(page(rest), headers={"Accept-Encoding": "br, gzip"})
    assert (small["Content-Encoding"], "Content-Encoding" in plain) == ("gzip", False)
    assert len(small.content) < len(plain.content) / 2
    assert gzip.decompress(small.content)
    for response in (plain, small):
        assert "Accept-Encoding" in response["Vary"]
        assert (response["Cache-Control"], dict(response.cookies)) == ("no-store", {})
