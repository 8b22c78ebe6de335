"""The five indicators: “no part serves two”."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from tests.recompute.half_years import CommunityHalfYear
from tests.recompute.ratings import ENDS, MET, NOT_MET, PARTLY, RATINGS, RecomputedFigure

PARTS_BY_INDICATOR = {
    "awareness_and_prevention": ("research_done", "engagement_events", "access_known", "risks_known"),
    "participation_and_inclusion": ("diverse_participation", "sector_breadth"),
    "ownership_and_leadership": ("meets_consistently", "focus_chosen", "leaders_in_development"),
    "stakeholder_engagement": ("stakeholder_meetings", "strategies_implemented", "professionals_trained"),
    "resources_and_networks": ("ready_to_refer", "resources_identified"),
}
HALVES = {NOT_MET: Fraction(0), PARTLY: Fraction(1, 2), MET: Fraction(1)}


@dataclass(frozen=True)
class RecomputedIndicator:
    """“Written “k of m known””."""

    rating: str
    known_count: int
    applicable: int


def compute_indicators(
    at: CommunityHalfYear, counting: Mapping[tuple[int, str, str], RecomputedFigure]
) -> dict[str, RecomputedIndicator]:
    """“No part left: not rated”; of a community that does not take part, no indicator applies either."""
    indicators = {}
    for code, parts in PARTS_BY_INDICATOR.items():
        applicable = [
            counting[*at.key, part] for part in parts if counting[*at.key, part].state != "not_applicable"
        ]
        figures = [figure for figure in applicable if figure.rating != "not_rated"]
        known_count = sum(figure.is_known for figure in figures)
        without = "not_rated" if applicable else "not_applicable"
        rating = get_rating_of_indicator(figures, at) if figures else without
        indicators[code] = RecomputedIndicator(rating, known_count, len(figures))
    return indicators


def get_rating_of_indicator(figures: list[RecomputedFigure], at: CommunityHalfYear) -> str:
    """“(Met + ½ partly) / applicable parts, without counts that have no target … It is computed twice, with every part
    at the lower and at the upper end of its rating range (an unknown or inconclusive part ranges from not met to
    met)”. “Only a range from not met to met reads “not enough data””.
    """
    ends = [ENDS.get(figure.rating, (NOT_MET, MET)) for figure in figures]
    levels = []
    for end in (0, 1):
        share = 100 * sum((HALVES[pair[end]] for pair in ends), Fraction(0)) / len(figures)
        levels.append(
            MET if share >= at.thresholds["met"] else PARTLY if share >= at.thresholds["partly"] else NOT_MET
        )
    rating = RATINGS[levels[0], levels[1]]
    return "not_enough_data" if rating == "inconclusive" else rating
