from collections.abc import Callable

import pytest
from django.test import Client

from evaluation.models import Round
from tests.base import World
from tests.evaluation.rounds_world import fill_town, make_round


@pytest.fixture
def round_(world: World) -> Round:
    """The USA office's open half-year 2026-H1; Hill has a few records in it."""
    result = make_round(world.usa)
    make_round(world.uk)
    fill_town(world, world.hill)
    return result


@pytest.fixture
def coordinator(signed_in: Callable[[str], Client], round_: Round) -> Client:
    """Hill's coordinator, who has opened the survey once."""
    client = signed_in("hill-coordinator")
    client.get("/c/hill/survey/")
    return client
