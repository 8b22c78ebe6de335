import pytest

from tests.base import World
from tests.evaluation.reports.samples import fill


@pytest.fixture
def filled(world: World) -> World:
    fill(world)
    return world
