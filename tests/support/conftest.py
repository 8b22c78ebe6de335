from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """Each test finds the services that it made, and counts who came from nothing."""
    cache.clear()
    yield
    cache.clear()
