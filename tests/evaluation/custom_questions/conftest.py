"""The half-year in which the office's questions apply."""

import pytest

from evaluation.models import Round
from tests.base import World
from tests.evaluation.rounds_world import make_round


@pytest.fixture
def round_(world: World) -> Round:
    return make_round(world.usa)
