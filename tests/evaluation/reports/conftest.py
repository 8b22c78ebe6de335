import pytest

from evaluation.models import Report
from tests.base import World
from tests.evaluation.reports.samples import fill
from tests.evaluation.reports.test_report_pages import build
from tests.kept import stored_world


@pytest.fixture
def filled(world: World) -> World:
    fill(world)
    return world


@pytest.fixture
def draft(filled: World) -> Report:
    return build(filled, filled.hill)


@pytest.fixture
def town(transactional_db: None) -> World:
    """The same with committed rows, which other connections see."""
    world = stored_world()
    fill(world)
    return world
