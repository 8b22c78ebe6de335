from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker, Settings

from tests.base import World
from tests.matrix.samples import Samples
from tests.security.fuzz.fuzz_world import Ground
from tests.security.fuzz.side_effects import make_prints


@pytest.fixture(scope="session")
def sees_all(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        make_prints()


@pytest.fixture
def ground(sees_all: None, world: World, samples: Samples, settings: Settings, tmp_path: Path) -> Ground:
    settings.FILES_ROOT = tmp_path / "files"
    return Ground(world, samples)
