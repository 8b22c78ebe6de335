import pytest

from evaluation.models import Round
from tests.base import World
from tests.evaluation.rounds_world import fill_town, make_round


@pytest.fixture
def round_(world: World) -> Round:
    result = make_round(world.usa)
    fill_town(world, world.hill)
    return result
