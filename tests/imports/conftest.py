import pytest
from django.core.cache import cache

from tests.base import World
from tests.imports.base import ImportClient


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """Reset the hourly limit of files, which is stored outside the database."""
    cache.clear()


@pytest.fixture
def importer(signed_in, world: World) -> ImportClient:
    """A leader of Hill with a list of organizations."""
    return ImportClient(signed_in("hill-leader"), world.hill)


@pytest.fixture
def coordinator(signed_in, world: World) -> ImportClient:
    return ImportClient(signed_in("hill-coordinator"), world.hill)
