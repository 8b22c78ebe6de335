import pytest
from django.core.cache import cache

from tests.base import World
from tests.imports.base import Bringer


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """How many files a town brought within the hour is counted outside the database."""
    cache.clear()


@pytest.fixture
def bringer(signed_in, world: World) -> Bringer:
    """A leader of Hill, with a list of organizations."""
    return Bringer(signed_in("hill-leader"), world.hill)


@pytest.fixture
def coordinator(signed_in, world: World) -> Bringer:
    return Bringer(signed_in("hill-coordinator"), world.hill)
