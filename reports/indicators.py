"""The five indicators of a report: rated for one community, counted by rating over several."""

from django.utils.translation import gettext as _

from communities.models import Community
from evaluation.figure_visibility import Seen, seen_indicator
from evaluation.instrument import INDICATORS, Indicator, parts_of_indicator
from evaluation.measures import IndicatorRating, Rating, State
from evaluation.measures.measured import plain
from evaluation.measures.ratings import RANGES
from evaluation.models import Figure
from evaluation.wording import parts_text, rating_text, score_text
from evaluation.wording_ratings import why_indicator
from reports.figure_schema import IndicatorResult, Point
from reports.gather import Gathered
from reports.parts import seen_of, spread
from reports.supplementary import beside_indicator
from tfc.number_text import number_text
from tfc.periods import HalfYear

# A rating that comes from a score, or hides one.
SCORED = (*RANGES.values(), Rating.HIDDEN)

ByCommunity = dict[tuple[int, HalfYear], dict[str, Figure]]


def by_community(gathered: Gathered) -> ByCommunity:
    found: ByCommunity = {}
    for figure in gathered.figures:
        found.setdefault((figure.community_id, figure.period), {})[figure.part] = figure
    return found


def asked(found: ByCommunity, gathered: Gathered) -> list[Community]:
    """The communities of which the half-year asks something: they have a figure that is not "does not apply"."""

    def is_asked(community: Community) -> bool:
        figures = found.get((community.pk, gathered.half_year), {})
        return any(each.state != State.NOT_APPLICABLE for each in figures.values())

    return [community for community in gathered.communities if is_asked(community)]


def indicators(found: ByCommunity, gathered: Gathered) -> list[IndicatorResult]:
    """Those of which the report holds every part: a rating that rests on what is not shown could not be followed."""
    shown = {part.code for part in gathered.parts}
    whole = [
        one for one in INDICATORS if shown.issuperset(part.code for part in parts_of_indicator(one.code))
    ]
    make = _of_community if gathered.community else _of_several
    return [make(one, found, gathered) for one in whole]


def rate_indicator(
    code: str, community: Community, half_year: HalfYear, found: ByCommunity, gathered: Gathered
) -> IndicatorRating:
    seen = _seen(code, community, half_year, found, gathered)
    thresholds = gathered.thresholds_of(community.office_id, half_year)
    return seen_indicator([each.possible for each in seen], thresholds)


def _seen(
    code: str, community: Community, half_year: HalfYear, found: ByCommunity, gathered: Gathered
) -> list[Seen]:
    figures = found.get((community.pk, half_year), {})
    at = (community.office_id, half_year)
    return [seen_of(figures.get(part.code), part, gathered, at) for part in parts_of_indicator(code)]


def _of_several(one: Indicator, found: ByCommunity, gathered: Gathered) -> IndicatorResult:
    results = [
        rate_indicator(one.code, each, gathered.half_year, found, gathered) for each in asked(found, gathered)
    ]
    rated = sum(result.score is not None for result in results)
    known = {"known": number_text(rated), "applicable": number_text(len(results))}
    return IndicatorResult(
        code=one.code,
        title=str(one.title),
        rating="",
        rating_text="",
        score=None,
        score_text="",
        known=rated,
        applicable=len(results),
        known_text=_("rated for %(known)s of %(applicable)s communities") % known,
        labels=_labels(one),
        spread=spread(result.rating for result in results),
        history=[],
        beside=beside_indicator(one.code, gathered),
    )


def _of_community(one: Indicator, found: ByCommunity, gathered: Gathered) -> IndicatorResult:
    community = gathered.communities[0]
    results = {
        half_year: rate_indicator(one.code, community, half_year, found, gathered)
        for half_year in gathered.rounds
    }
    now = results[gathered.half_year]
    return IndicatorResult(
        code=one.code,
        title=str(one.title),
        rating=now.rating.value,
        rating_text=rating_text(now.rating),
        score=plain(now.score),
        score_text=score_text(now),
        known=now.known,
        applicable=now.applicable,
        known_text=parts_text(now),
        labels=_labels(one),
        spread=[],
        history=[_point(half_year, each) for half_year, each in results.items()],
        beside=beside_indicator(one.code, gathered),
        why_text=_why(one, now, found, gathered),
    )


def _why(one: Indicator, rated: IndicatorRating, found: ByCommunity, gathered: Gathered) -> str:
    community = gathered.communities[0]
    seen = _seen(one.code, community, gathered.half_year, found, gathered)
    thresholds = gathered.thresholds_of(community.office_id, gathered.half_year)
    parts = parts_of_indicator(one.code)
    return why_indicator(parts, [each.rating for each in seen], rated, thresholds)


def _labels(one: Indicator) -> list[str]:
    return [part.label for part in parts_of_indicator(one.code)]


def _point(half_year: HalfYear, rated: IndicatorRating) -> Point:
    return Point(
        half_year=str(half_year),
        state=_score_state(rated).value,
        state_text="",
        value=plain(rated.score),
        value_text=score_text(rated) or rating_text(rated.rating),
        number_text=score_text(rated),
        rating=rated.rating.value,
        rating_text=rating_text(rated.rating),
        known_text=parts_text(rated),
        low=plain(rated.score),
        high=plain(rated.upper_score),
    )


def _score_state(result: IndicatorRating) -> State:
    if result.score is not None:
        return State.VALUE
    return State.HIDDEN if result.rating in SCORED else State.UNKNOWN
