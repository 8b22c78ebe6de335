"""The five indicators of a report: rated for one community, counted by rating over several."""

from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.figure_visibility import VisibleFigure, mask_indicator
from evaluation.instrument import INDICATORS, Indicator, parts_of_indicator
from evaluation.measures import IndicatorRating, Rating, State
from evaluation.measures.measured import to_json_number
from evaluation.measures.ratings import RANGES
from evaluation.models import Figure
from evaluation.wording import parts_text, rating_text, score_text
from evaluation.wording_ratings import why_indicator
from reports.figure_schema import IndicatorResult, Point
from reports.gather import GatheredData
from reports.parts import get_visible_figure, spread
from reports.supplementary import get_notes
from tfc.number_text import number_text
from tfc.periods import HalfYear

# Ratings that are based on a score, or hide one.
SCORED = (*RANGES.values(), Rating.HIDDEN)

ByCommunity = dict[tuple[int, HalfYear], dict[str, Figure]]


def by_community(gathered: GatheredData) -> ByCommunity:
    figures_by_community: ByCommunity = {}
    for figure in gathered.figures:
        figures_by_community.setdefault((figure.community_id, figure.period), {})[figure.part] = figure
    return figures_by_community


def get_applicable_communities(figures_by_community: ByCommunity, gathered: GatheredData) -> list[Community]:
    """Return the communities to which something applies in the half-year: some figure is not "not applicable"."""

    def is_asked(community: Community) -> bool:
        figures = figures_by_community.get((community.pk, gathered.half_year), {})
        return any(figure.state != State.NOT_APPLICABLE for figure in figures.values())

    return [community for community in gathered.communities if is_asked(community)]


def indicators(figures_by_community: ByCommunity, gathered: GatheredData) -> list[IndicatorResult]:
    """Return the indicators whose parts are all in the report; otherwise readers could not check the rating."""
    shown = {part.code for part in gathered.parts}
    whole = [
        indicator
        for indicator in INDICATORS
        if shown.issuperset(part.code for part in parts_of_indicator(indicator.code))
    ]
    make = _rate_for_community if gathered.community else _summarize_indicator
    return [make(indicator, figures_by_community, gathered) for indicator in whole]


def rate_indicator(
    code: str,
    community: Community,
    half_year: HalfYear,
    figures_by_community: ByCommunity,
    gathered: GatheredData,
) -> IndicatorRating:
    visible_figures = _get_visible_figures(code, community, half_year, figures_by_community, gathered)
    thresholds = gathered.get_thresholds(community.office_id, half_year)
    return mask_indicator([visible_figure.possible for visible_figure in visible_figures], thresholds)


def _get_visible_figures(
    code: str,
    community: Community,
    half_year: HalfYear,
    figures_by_community: ByCommunity,
    gathered: GatheredData,
) -> list[VisibleFigure]:
    figures = figures_by_community.get((community.pk, half_year), {})
    at = (community.office_id, half_year)
    return [
        get_visible_figure(figures.get(part.code), part, gathered, at) for part in parts_of_indicator(code)
    ]


def _summarize_indicator(
    indicator: Indicator, figures_by_community: ByCommunity, gathered: GatheredData
) -> IndicatorResult:
    results = [
        rate_indicator(indicator.code, community, gathered.half_year, figures_by_community, gathered)
        for community in get_applicable_communities(figures_by_community, gathered)
    ]
    rated = sum(result.score is not None for result in results)
    counts = {"known": number_text(rated), "applicable": number_text(len(results))}
    return IndicatorResult(
        code=indicator.code,
        title=str(indicator.title),
        rating="",
        rating_text="",
        score=None,
        score_text="",
        known=rated,
        applicable=len(results),
        known_text=_("rated for %(known)s of %(applicable)s communities") % counts,
        labels=_labels(indicator),
        spread=spread(result.rating for result in results),
        history=[],
        beside=get_notes(indicator.code, gathered),
    )


def _rate_for_community(
    indicator: Indicator, figures_by_community: ByCommunity, gathered: GatheredData
) -> IndicatorResult:
    community = gathered.communities[0]
    results = {
        half_year: rate_indicator(indicator.code, community, half_year, figures_by_community, gathered)
        for half_year in gathered.rounds
    }
    now = results[gathered.half_year]
    return IndicatorResult(
        code=indicator.code,
        title=str(indicator.title),
        rating=now.rating.value,
        rating_text=rating_text(now.rating),
        score=to_json_number(now.score),
        score_text=score_text(now),
        known=now.rated_count,
        applicable=now.applicable,
        known_text=parts_text(now),
        labels=_labels(indicator),
        spread=[],
        history=[_point(half_year, rated) for half_year, rated in results.items()],
        beside=get_notes(indicator.code, gathered),
        why_text=_get_rating_reason(indicator, now, figures_by_community, gathered),
    )


def _get_rating_reason(
    indicator: Indicator, rated: IndicatorRating, figures_by_community: ByCommunity, gathered: GatheredData
) -> str:
    community = gathered.communities[0]
    visible_figures = _get_visible_figures(
        indicator.code, community, gathered.half_year, figures_by_community, gathered
    )
    thresholds = gathered.get_thresholds(community.office_id, gathered.half_year)
    parts = parts_of_indicator(indicator.code)
    return why_indicator(
        parts, [visible_figure.rating for visible_figure in visible_figures], rated, thresholds
    )


def _labels(indicator: Indicator) -> list[str]:
    return [part.label for part in parts_of_indicator(indicator.code)]


def _point(half_year: HalfYear, rated: IndicatorRating) -> Point:
    return Point(
        half_year=str(half_year),
        state=_score_state(rated).value,
        state_text="",
        value=to_json_number(rated.score),
        value_text=score_text(rated) or rating_text(rated.rating),
        number_text=score_text(rated),
        rating=rated.rating.value,
        rating_text=rating_text(rated.rating),
        known_text=parts_text(rated),
        low=to_json_number(rated.score),
        high=to_json_number(rated.upper_score),
    )


def _score_state(result: IndicatorRating) -> State:
    if result.score is not None:
        return State.VALUE
    return State.HIDDEN if result.rating in SCORED else State.UNKNOWN
