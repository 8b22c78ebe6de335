import pytest

from tests.base import World, make_world
from tests.evaluation.reports.samples import fill


@pytest.fixture
def filled(world: World) -> World:
    fill(world)
    return world


@pytest.fixture
def town(transactional_db: None) -> World:
    """The same with committed rows, which other connections see."""
    world = make_world()
    fill(world)
    return world
