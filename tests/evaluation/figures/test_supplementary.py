"""Supplementary figures of item 12, never rated: contributions of the half-year, and new partners."""

from datetime import UTC, date, datetime

from django.utils import timezone

from communities.models import Community
from evaluation.figures import Computed, compute
from stakeholders.models import Organization
from tests.base import World, within
from tests.evaluation.figures.records import H1, profile
from tests.evaluation.figures.research_records import gift


def figure(community: Community, as_of: date | None = None) -> Computed:
    with within(community):
        return compute([community], H1, as_of=as_of)[community.pk]["resources_identified"]


def partner(
    sector: str,
    met_on: str | None,
    tie: str = "new",
    entered: datetime | None = None,
    deleted_at: datetime | None = None,
) -> Organization:
    day = date.fromisoformat(met_on) if met_on else None
    organization = Organization.objects.create(
        name="x", sector=sector, tie=tie, met_on=day, deleted_at=deleted_at
    )
    if entered:
        Organization.objects.filter(pk=organization.pk).update(created_at=entered)
    return organization


def test_it_adds_what_was_given_in_the_half_year_by_kind_and_currency(world: World):
    with within(world.hill):
        gift("money", "100.50")
        gift("money", "20", sector="schools")
        gift("money", "5", currency="MXN")
        gift("money", None)
        gift("hours", "12.5")
        gift("goods", None)
        gift("money", "999", on="2025-12-31")
        gift("money", "999", on="2026-07-01")
        gift("money", "999", deleted_at=timezone.now())
    stored_figure = figure(world.hill)
    assert stored_figure.measured.details["supplementary"]["giving"]["total"] == {
        "gifts": 6,
        "money": {"MXN": "5.00", "USD": "120.50"},
        "hours": "12.50",
        "pieces": None,
        "unknown": {"money": 1, "goods": 1},
    }
    assert list(stored_figure.measured.details["supplementary"]["giving"]["by_sector"]) == [
        "schools",
        "media",
    ]
    assert len(stored_figure.receipt["considered"]["stakeholders.contribution"]) == 6
    assert (stored_figure.measured.state, stored_figure.rating) == ("unknown", "unknown")


def test_it_counts_ties_that_began_in_the_half_year(world: World):
    with within(world.hill):
        first = partner("schools", "2026-01-01")
        last = partner("media", "2026-06-30")
        partner("media", "2025-12-31")
        partner("media", "2026-07-01")
        partner("media", "2026-03-01", tie="existing")
        partner("media", "2026-03-01", deleted_at=timezone.now())
        # Without a first day the local day of entry counts. 05:00 UTC is still the day before in Hill.
        partner("consumers", None, entered=datetime(2026, 1, 1, 5, tzinfo=UTC))
        entered = partner("consumers", None, entered=datetime(2026, 7, 1, 5, tzinfo=UTC))
    stored_figure = figure(world.hill)
    assert stored_figure.measured.details["supplementary"]["new_partners"] == {
        "schools": 1,
        "consumers": 1,
        "media": 1,
    }
    ids = [row[0] for row in stored_figure.receipt["considered"]["stakeholders.organization"]]
    assert ids == sorted([first.pk, last.pk, entered.pk])


def test_what_came_after_the_day_is_left_out(world: World):
    with within(world.hill):
        gift("money", "10", on="2026-03-02")
        partner("schools", "2026-03-02")
    supplementary = figure(world.hill, date(2026, 3, 1)).measured.details["supplementary"]
    assert (supplementary["giving"]["total"]["gifts"], supplementary["new_partners"]) == (0, {})


def test_it_changes_nothing_of_the_figure(world: World):
    with within(world.hill):
        profile("language", en=90, es=10)
    before = figure(world.hill)
    with within(world.hill):
        gift("money", "10")
        partner("schools", "2026-03-01")
    after = figure(world.hill)
    assert after.measured.reason == before.measured.reason == "nothing_recorded"
    assert after.receipt["records"] == before.receipt["records"]
