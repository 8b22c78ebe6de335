"""The ratings of each community's half-year, stored so that an office need not rate all its communities on a page."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from communities.models import Community
from communities.thresholds import thresholds_by_office
from evaluation.community_results import RatedIndicator, rate_community
from evaluation.figure_queries.overrides import get_overrides
from evaluation.models import Figure, StandingRollup
from tfc.disclosure import Reader
from tfc.periods import HalfYear


def refresh_standings(communities: Sequence[Community], half_year: HalfYear, *, using: str) -> None:
    """Rate the stored figures as the office may see them.

    With the figures' login, or in the scope of the communities' office.
    """
    ids = [community.pk for community in communities]
    figures: dict[int, dict[str, Figure]] = defaultdict(dict)
    stored = Figure.objects.using(using).for_half_year(half_year).for_communities(ids)
    for figure in stored.without_receipts():
        figures[figure.community_id][figure.part] = figure
    overrides = get_overrides([half_year], community_ids=ids, using=using)
    thresholds = thresholds_by_office(
        {community.office_id for community in communities}, half_year, using=using
    )
    rollups = [
        StandingRollup(
            community=community,
            office_id=community.office_id,
            half_year=str(half_year),
            ratings=get_ratings_by_code(
                rate_community(
                    figures[community.pk], overrides, thresholds[community.office_id], Reader.NETWORK
                )
            ),
        )
        for community in communities
        if community.pk in figures
    ]
    StandingRollup.objects.using(using).bulk_create(
        rollups, update_conflicts=True, unique_fields=["community", "half_year"], update_fields=["ratings"]
    )


def get_ratings_by_code(rated_indicators: Iterable[RatedIndicator]) -> dict[str, str]:
    """Return the ratings by code of the indicators and of their parts."""
    ratings = {}
    for rated_indicator in rated_indicators:
        ratings[rated_indicator.indicator.code] = rated_indicator.rating.rating.value
        ratings |= {part.part.code: part.rating.value for part in rated_indicator.parts}
    return ratings
