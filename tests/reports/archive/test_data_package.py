"""The archive is a valid data package for other programs."""

from pathlib import Path
from typing import Any

import pytest

from tests.base import World
from tests.matrix.samples import Samples
from tests.reports.archive.archive_comparison import get_archive, with_library_files
from tests.standards import package_faults
from tests.thorough import sample


@pytest.mark.parametrize("locations", sample([True, False], first=1))
def test_it_is_a_data_package(
    world: World, samples: Samples, tmp_path: Path, settings: Any, *, locations: bool
):
    settings.FILES_ROOT = tmp_path / "files"
    with_library_files(world.hill)
    path = get_archive(world.hill, tmp_path / "hill.zip", locations=locations)
    assert package_faults(path.read_bytes()) == []
