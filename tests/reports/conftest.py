import datetime as dt

import pytest
from lxml import etree

from evaluation.rollups.events import refresh_events
from events.actions import OutputLine
from events.actions.campaigns import add_campaign, add_stage
from reports.models import Report
from tests.base import World, within
from tests.dashboards.test_achievements import record
from tests.reports.iati_files import IATI
from tests.reports.test_report_pages import build
from tests.row_sets import stored_world
from tfc.periods import HalfYear


@pytest.fixture
def draft(filled: World) -> Report:
    return build(filled, filled.hill)


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(IATI / "iati-activities-schema.xsd"))


@pytest.fixture
def town(transactional_db: None) -> World:
    """The community of the samples, committed for other connections."""
    return stored_world("filled")


APRIL = dt.date(2026, 4, 2)


@pytest.fixture
def achieved(filled: World) -> World:
    with within(filled.hill):
        record(filled, "awareness", 40, OutputLine("items", 60, at_least=True, what="freedom bags"))
        record(filled, "awareness", 3, OutputLine("items", 40), OutputLine("money-USD", 500))
        campaign = add_campaign(
            title="Fair Trade Town", kind="certification", goal="Declared", decider_name="Council",
            first_stage={"stage": "planned", "on": dt.date(2025, 3, 1)}, by=filled["hill-leader"],
        )  # fmt: skip
        add_stage(
            campaign=campaign, by=filled["hill-leader"], stage="adopted", on=APRIL, evidence="Resolution 12",
            evidence_on=APRIL,
        )  # fmt: skip
        refresh_events([filled.hill], HalfYear(2026, 1), using="default")
    return filled
