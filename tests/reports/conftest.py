import pytest

from reports.models import Report
from tests.base import World
from tests.reports.test_report_pages import build
from tests.row_sets import stored_world


@pytest.fixture
def draft(filled: World) -> Report:
    return build(filled, filled.hill)


@pytest.fixture
def town(transactional_db: None) -> World:
    """The community of the samples, committed for other connections."""
    return stored_world("filled")
