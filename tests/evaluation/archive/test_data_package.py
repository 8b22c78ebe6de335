"""The archive is a data package that other programs read, by their own validator."""

from pathlib import Path

from tests.base import World
from tests.evaluation.archive.towns import archive_of, with_library_files
from tests.matrix.samples import Samples
from tests.standards import package_faults


def test_it_is_a_data_package(world: World, samples: Samples, tmp_path: Path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    with_library_files(world.hill)
    for locations in (True, False):
        path = archive_of(world.hill, tmp_path / "hill.zip", locations=locations)
        assert package_faults(path.read_bytes()) == []
