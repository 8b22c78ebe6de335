"""A page of an office's board: communities in a round, with their surveys and ratings."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from communities.community_pager import PAGE, TownPage, first_page, get_town_page
from communities.models import Community
from communities.models.communities import CommunityQuerySet
from evaluation.board import Board, CommunityRatingsRow, get_rated_indicators, require_round
from evaluation.figure_queries.round_membership import filter_asked_communities
from evaluation.instrument import INDICATORS, PARTS, parts_of_indicator
from evaluation.measures import IndicatorRating, Rating
from evaluation.models import StandingRollup, Submission
from evaluation.review import NOT_STARTED
from tfc.compiled_queries import CompiledQuery, parameter

# Number of parsed ratings cached, for the pages that offices look at most.
CACHED_RATINGS = 2_000


def page_of_board(
    board: Board, towns: CommunityQuerySet, at: str, total: int | None
) -> tuple[TownPage, list[CommunityRatingsRow]]:
    """Return a page of the ``towns`` with their surveys and ratings; one query if the ratings are stored."""
    if board.round is None:
        return TownPage([], 0, 1), []
    page = get_town_page(
        board.office, _annotate_survey_and_ratings(towns, board.round.pk, board.round.half_year), at, total
    )
    return page, _rows(board, page.towns)


def first_page_of_board(board: Board) -> tuple[TownPage, list[CommunityRatingsRow]]:
    """Return the first page of all communities in the round, by name, as almost every request needs it."""
    round_ = require_round(board)
    page = first_page(
        _first(board.office.pk, round_.half_year, round_.pk, round_.period.last_day), board.expected_count
    )
    return page, _rows(board, page.towns)


def _annotate_survey_and_ratings(
    towns: CommunityQuerySet, round_id: Any, half_year: Any
) -> CommunityQuerySet:
    """Add each community's ``survey`` state and its ``ratings`` as JSON text."""
    surveys = Submission.objects.filter(round=round_id, community=OuterRef("pk"))
    rollups = StandingRollup.objects.filter(half_year=half_year, community=OuterRef("pk"))
    ratings = rollups.annotate(ratings_text=Cast("ratings", TextField())).values("ratings_text")
    return towns.annotate(survey=Subquery(surveys.values("state")), ratings=Subquery(ratings))


_first: CompiledQuery[Community] = CompiledQuery(
    lambda: _annotate_survey_and_ratings(
        filter_asked_communities(parameter(0), parameter(1), parameter(3)), parameter(2), parameter(1)
    ).by_name()[: PAGE + 1]
)


def _rows(board: Board, towns: Sequence[Any]) -> list[CommunityRatingsRow]:
    ratings_by_town = {town.pk: _from_codes(town.ratings or "{}") for town in towns}
    rest = _from_figures(board, [town for town, indicators in ratings_by_town.items() if indicators is None])
    return [
        CommunityRatingsRow(town, town.survey or NOT_STARTED, ratings_by_town[town.pk] or rest[town.pk])
        for town in towns
    ]


_ALL_CODES = {item.code for item in (*PARTS, *INDICATORS)}


@lru_cache(maxsize=CACHED_RATINGS)
def _from_codes(ratings_json: str) -> tuple[IndicatorRating, ...] | None:
    """Return the ratings; None if they are not stored, or if the number of inconclusive parts is uncertain because a
    hidden part may be one.
    """
    codes: dict[str, str] = json.loads(ratings_json)
    if not codes.keys() >= _ALL_CODES:
        # Stored before a part was added to the instrument, or not stored at all.
        return None
    indicator_ratings = []
    for indicator in INDICATORS:
        parts = [Rating(codes[part.code]) for part in parts_of_indicator(indicator.code)]
        inconclusive = parts.count(Rating.INCONCLUSIVE)
        if inconclusive and Rating.HIDDEN in parts:
            return None
        applicable = sum(rating not in (Rating.NOT_APPLICABLE, Rating.NOT_RATED) for rating in parts)
        value_count = applicable - parts.count(Rating.UNKNOWN)
        indicator_ratings.append(
            IndicatorRating(Rating(codes[indicator.code]), None, value_count, applicable, inconclusive)
        )
    return tuple(indicator_ratings)


def _from_figures(board: Board, community_ids: Sequence[int]) -> dict[int, list[IndicatorRating]]:
    if not community_ids:
        return {}
    results_by_town = get_rated_indicators(board, community_ids)
    return {town: [result.rating for result in results_by_town[town]] for town in community_ids}
