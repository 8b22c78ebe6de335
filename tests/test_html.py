"""Every page is valid HTML, by the checker of the W3C where Java is, else by html5lib's parser."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.base import World
from tests.matrix.routes import HEALTH, OURS, door, fill, of_its_town, undone
from tests.matrix.samples import Samples
from tests.standards import html_faults, parse_errors

READERS = {
    "community": ("hill", "hill-coordinator"),
    "office": ("usa", "usa-staff"),
    "international": ("hill", "oasis-staff"),
    "signed-in": ("hill", "hill-leader"),
    "everyone": ("hill", "hill-member"),
}


def pages(samples: Samples, *, every: int = 1) -> Iterator[tuple[str, bytes]]:
    """Each of our pages, or of ``every`` so many the first, as a person sees it who may."""
    for route in sorted(set(OURS) - {HEALTH})[::every]:
        kind, _role = door(route)
        tenant, person = READERS[kind]
        path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
        with undone():
            response: Any = samples.signed_in(person).get(path, secure=True)
        # A file that is read to its end is closed.
        content = b"".join(response.streaming_content) if response.streaming else response.content
        if response.get("Content-Type", "").startswith("text/html") and b"<html" in content:
            yield path, content


def test_a_sample_of_pages_is_well_formed(world: World, samples: Samples):
    sample = dict(pages(samples, every=17))
    assert len(sample) > 10
    assert parse_errors(sample) == []


@pytest.mark.thorough
def test_it_writes_html_as_the_standard_has_it(world: World, samples: Samples):
    every = dict(pages(samples))
    assert len(every) > 200
    assert html_faults(every) == []
