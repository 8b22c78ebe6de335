"""Deliverables of a grant against the plan."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Measure
from evaluation.deliverables import follow_deliverables, link_deliverable
from evaluation.measures.plans import Plan, get_shortfall
from events.models import OfficeEvent
from reports.office_work import describe_own_work
from reports.target_texts import describe_progress
from stakeholders.models import Deliverable, Grant
from tests.base import World, within
from tests.dashboards.test_targets import set_by
from tfc.periods import HalfYear

pytestmark = pytest.mark.django_db


@pytest.fixture
def deliverable(world: World) -> Deliverable:
    with within(world.usa):
        grant = Grant.objects.create(
            title="x", funder="x", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31), amount=Decimal(5),
            currency="USD",
        )  # fmt: skip
        for number in range(2):
            OfficeEvent.objects.create(kind="education", role="held", title="x", on=date(2025, 2, 1 + number))
        return Deliverable.objects.create(
            grant=grant, title="Events", quantity=10, unit="events", due_on=date(2025, 12, 31)
        )


def test_it_is_followed_by_a_count_from_the_start_of_the_grant(world: World, deliverable: Deliverable):
    with within(world.usa):
        link_deliverable(deliverable=deliverable, by=world["usa-staff"], measure=Measure.OASIS_EVENTS)
        followed = follow_deliverables([deliverable], as_of=date(2025, 7, 2))
        assert describe_progress(followed[deliverable.pk]) == "2 of 10, behind plan by 3"
        ended = follow_deliverables([deliverable], as_of=date(2026, 2, 1))
        assert describe_progress(ended[deliverable.pk]) == "2 of 10, Missed"


def test_it_is_followed_by_a_target(world: World, deliverable: Deliverable, signed_in):
    target = set_by(world, world.usa, "oasis_events", goal_value=2)
    with within(world.usa):
        link_deliverable(deliverable=deliverable, by=world["usa-staff"], thread=target.thread)
    page = signed_in("usa-staff").get(f"/office/usa/grants/{deliverable.grant_id}/").content.decode()
    assert "Events held or sponsored by Oasis: at least 2" in page
    assert "2 of 2, Met" in page


def test_without_a_link_it_is_not_followed(world: World, deliverable: Deliverable):
    with within(world.usa):
        link_deliverable(
            deliverable=deliverable, by=world["usa-staff"], measure=Measure.EVENTS, code="education"
        )
        link_deliverable(deliverable=deliverable, by=world["usa-staff"])
        assert follow_deliverables([deliverable]) == {}


def test_the_shortfall_is_in_whole_things():
    plan = Plan(date(2026, 1, 1), 0, date(2026, 12, 31), 60, grain=1)
    assert get_shortfall(plan, 12, Fraction(39, 2)) == 8
    assert get_shortfall(plan, 30, Fraction(20)) == 0


def test_the_page_says_that_a_count_begins_before_the_grant(
    world: World, deliverable: Deliverable, signed_in
):
    with within(world.usa):
        link_deliverable(deliverable=deliverable, by=world["usa-staff"], measure=Measure.OASIS_EVENTS)
    page = f"/office/usa/grants/{deliverable.grant_id}/"
    since = "counted from the half-year that begins Jan. 1, 2025"
    assert since not in signed_in("usa-staff").get(page).content.decode()
    with within(world.usa):
        Grant.objects.update(starts_on=date(2025, 3, 1))
    text = signed_in("usa-staff").get(page).content.decode()
    # A date is not broken between its parts.
    assert since in " ".join(text.split())


def test_many_grants_take_as_many_queries_as_one(world: World, deliverable: Deliverable):
    with within(world.usa):
        link_deliverable(deliverable=deliverable, by=world["usa-staff"], measure=Measure.OASIS_EVENTS)
        with CaptureQueriesContext(connection) as alone:
            rows = describe_own_work(world.usa, HalfYear(2025, 1))
        for number in range(3):
            grant = Grant.objects.create(
                title=f"Grant {number}", funder="x", starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31),
                amount=Decimal(5), currency="USD",
            )  # fmt: skip
            more = Deliverable.objects.create(
                grant=grant, title="Events", quantity=10, unit="events", due_on=date(2025, 12, 31)
            )
            link_deliverable(deliverable=more, by=world["usa-staff"], measure=Measure.OASIS_EVENTS)
        with CaptureQueriesContext(connection) as several:
            longer = describe_own_work(world.usa, HalfYear(2025, 1))
    assert len(longer) == len(rows) + 6
    assert len(several) == len(alone)
