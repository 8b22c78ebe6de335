from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.base import World
from tests.row_sets import stored_world
from tests.worker_processes import Plant


@pytest.fixture
def town(transactional_db: None) -> World:
    return stored_world("filled")


@pytest.fixture
def plant(town: World, tmp_path: Path) -> Iterator[Plant]:
    """A running broker without a worker; it stops before the test's rows are deleted."""
    plant = Plant(tmp_path)
    plant.start_broker()
    yield plant
    plant.stop()
