"""The ratings of each community's half-year, stored so that an office need not rate ten thousand communities."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from communities.models import Community
from communities.thresholds import thresholds_by_office
from evaluation.community_results import RatedIndicator, rate_community
from evaluation.figure_queries.overrides import get_overrides
from evaluation.models import Figure, StandingRollup
from tfc.disclosure import Reader
from tfc.periods import HalfYear


def refresh_standings(
    communities: Iterable[Community], half_year: HalfYear, *, using: str
) -> dict[int, set[str]]:
    """Rate stored figures as the office may see them; return the changed codes by office.

    With the figures' login, or in the scope of the communities' office.
    """
    towns = {community.pk: community for community in communities}
    figures: dict[int, dict[str, Figure]] = defaultdict(dict)
    stored = Figure.objects.using(using).for_half_year(half_year).for_communities(towns)
    for figure in stored.without_receipts():
        figures[figure.community_id][figure.part] = figure
    overrides = get_overrides([half_year], community_ids=towns, using=using)
    thresholds = thresholds_by_office(
        {community.office_id for community in towns.values()}, half_year, using=using
    )
    fresh = {
        town: get_ratings_by_code(
            rate_community(parts, overrides, thresholds[towns[town].office_id], Reader.NETWORK)
        )
        for town, parts in figures.items()
    }
    return _store({town: towns[town].office_id for town in fresh}, fresh, half_year, using)


def get_ratings_by_code(rated_indicators: Iterable[RatedIndicator]) -> dict[str, str]:
    """Return the ratings by code of the indicators and of their parts."""
    ratings = {}
    for rated_indicator in rated_indicators:
        ratings[rated_indicator.indicator.code] = rated_indicator.rating.rating.value
        ratings |= {part.part.code: part.rating.value for part in rated_indicator.parts}
    return ratings


def _store(
    offices: Mapping[int, int], fresh: Mapping[int, dict[str, str]], half_year: HalfYear, using: str
) -> dict[int, set[str]]:
    stored = StandingRollup.objects.using(using).filter(half_year=str(half_year), community__in=list(fresh))
    stored_ratings: dict[int, dict[str, str]] = dict(stored.values_list("community_id", "ratings"))
    changed: dict[int, set[str]] = defaultdict(set)
    rows = []
    for town, ratings in fresh.items():
        codes = {code for code, rating in ratings.items() if stored_ratings.get(town, {}).get(code) != rating}
        if codes:
            changed[offices[town]] |= codes
            rows.append(
                StandingRollup(
                    community_id=town, office_id=offices[town], half_year=str(half_year), ratings=ratings
                )
            )
    StandingRollup.objects.using(using).bulk_create(
        rows, update_conflicts=True, unique_fields=["community", "half_year"], update_fields=["ratings"]
    )
    return changed
