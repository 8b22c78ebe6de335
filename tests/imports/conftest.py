import pytest
from django.core.cache import cache

from tests.base import World
from tests.imports.base import Bringer


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Reset the hourly limit of files, which is stored outside the database."""
    cache.clear()


@pytest.fixture
def bringer(signed_in, world: World) -> Bringer:
    """A leader of Hill with a list of organizations."""
    return Bringer(signed_in("hill-leader"), world.hill)


@pytest.fixture
def coordinator(signed_in, world: World) -> Bringer:
    return Bringer(signed_in("hill-coordinator"), world.hill)
