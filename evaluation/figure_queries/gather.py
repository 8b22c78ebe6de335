"""Reading the rows of many communities at once: one query per kind of record, so the number of queries is constant."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone

from communities.models import Community
from communities.thresholds import thresholds_by_office
from evaluation.figure_queries.base import Reading
from evaluation.figure_queries.communities import read_communities
from evaluation.figure_queries.events import read_events
from evaluation.figure_queries.findings import read_discoveries
from evaluation.figure_queries.partners import read_partners
from evaluation.figure_queries.residents import read_residents
from evaluation.figure_queries.rows import CommunityRows
from evaluation.figure_queries.services import read_help
from tfc.periods import HalfYear


def gather(
    communities: Sequence[Community], half_year: HalfYear, as_of: date | None, using: str
) -> list[CommunityRows]:
    """Return the rows of each community as of a day (default: see `compute`), read through the login `using`."""
    if not communities:
        return []
    reading = _begin(communities, half_year, as_of, using)
    read_communities(reading)
    read_events(reading)
    read_discoveries(reading)
    read_partners(reading)
    read_help(reading)
    read_residents(reading)
    return list(reading.rows.values())


def gather_participation(community: Community, half_year: HalfYear) -> CommunityRows:
    """Return the data for 1b, in the community's scope: profile and events."""
    reading = _begin([community], half_year, None, "default")
    read_communities(reading)
    read_events(reading)
    return reading.rows[community.pk]


def _begin(communities: Sequence[Community], half_year: HalfYear, as_of: date | None, using: str) -> Reading:
    thresholds = thresholds_by_office(
        {community.office_id for community in communities}, half_year, using=using
    )
    rows = {
        community.pk: CommunityRows(
            community,
            half_year,
            _get_cutoff_date(community, half_year, as_of),
            thresholds[community.office_id],
            community.stage,
        )
        for community in communities
    }
    return Reading(rows, half_year, using)


def _get_cutoff_date(community: Community, half_year: HalfYear, as_of: date | None) -> date:
    return half_year.get_reference_day(as_of or timezone.now().astimezone(community.zone).date())
