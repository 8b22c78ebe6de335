from pathlib import Path

import pytest

from tests.sheets.ugly import ugly
from tfc.sheets.reading import read_tables
from tfc.sheets.tables import Table


@pytest.fixture
def read(tmp_path: Path):
    """The tables of an ugly file, by its name in tests/sheets/ugly.py."""

    def tables(name: str, **options) -> list[Table]:
        path = ugly(name, tmp_path)
        return read_tables(path, path.name, **options)

    return tables
