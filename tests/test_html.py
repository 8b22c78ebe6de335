"""Every page is valid HTML, by the W3C's checker if Java is installed, else by html5lib's parser."""

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
    """Return each page, or a sample with ``every``, as a person with access gets it."""
    for route in sorted(set(OURS) - {HEALTH})[::every]:
        kind, _role = door(route)
        tenant, person = READERS[kind]
        path = fill(route, tenant, {**samples.ids[tenant], **of_its_town(kind, tenant, samples)})
        with undone():
            response: Any = samples.signed_in(person).get(path, secure=True)
        # A file response closes when it is read to its end.
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
