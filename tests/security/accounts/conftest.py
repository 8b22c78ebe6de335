import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def no_counts() -> None:
    """What an earlier test guessed counts against nobody here."""
    cache.clear()
