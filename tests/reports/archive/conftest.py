from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    """A folder of uploads for this test alone."""
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT
