import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_counts() -> None:
    """Reset the rate limits that earlier tests used."""
    cache.clear()
