from pathlib import Path

import pytest

from tests.spreadsheets.messy_files import ugly
from tfc.spreadsheets.reading import read_tables
from tfc.spreadsheets.tables import Table


@pytest.fixture
def read(tmp_path: Path):
    """Return the tables of a messy file, by its name in tests/spreadsheets/messy_files.py."""

    def tables(name: str, **options) -> list[Table]:
        path = ugly(name, tmp_path)
        return read_tables(path, path.name, **options)

    return tables
