"""The five indicators of a report: rated for one community, counted by rating over several; and, never rated, gifts,
partners and grants, and briefings next to them.
"""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.models import Community
from evaluation.figure_visibility import VisibleFigure, mask_indicator
from evaluation.instrument import INDICATORS, Indicator, parts_of_indicator
from evaluation.measures import IndicatorRating, Rating, State
from evaluation.measures.measured import to_json_number
from evaluation.measures.ratings import RANGES
from evaluation.wording import parts_text, rating_text, score_text
from evaluation.wording_ratings import explain_indicator
from reports.figure_schema import HistoryPoint, IndicatorResult, Note
from reports.gather import GatheredData
from reports.parts import get_visible_figure, spread
from stakeholders import contribution_texts
from stakeholders.partnership_words import describe_partnership
from tfc.number_text import number_text
from tfc.periods import HalfYear
from tfc.text.punctuation import clauses, end_sentence, join_title

# Ratings that are based on a score, or hide one.
SCORED = (*RANGES.values(), Rating.HIDDEN)
MOST_PARTNERSHIPS = 30


def indicators(gathered: GatheredData) -> list[IndicatorResult]:
    """Return the indicators whose parts are all in the report; otherwise readers could not check the rating."""
    shown = {part.code for part in gathered.parts}
    whole = [
        indicator
        for indicator in INDICATORS
        if shown.issuperset(part.code for part in parts_of_indicator(indicator.code))
    ]
    describe = _rate_for_community if gathered.community else _summarize_indicator
    return [describe(indicator, gathered) for indicator in whole]


def _get_visible_figures(
    indicator: Indicator, community: Community, half_year: HalfYear, gathered: GatheredData
) -> list[VisibleFigure]:
    figures = gathered.figures_by_community.get((community.pk, half_year), {})
    at = (community.office_id, half_year)
    return [
        get_visible_figure(figures.get(part.code), part, gathered, at)
        for part in parts_of_indicator(indicator.code)
    ]


def _rate(
    indicator: Indicator, community: Community, half_year: HalfYear, gathered: GatheredData
) -> IndicatorRating:
    visible_figures = _get_visible_figures(indicator, community, half_year, gathered)
    thresholds = gathered.get_thresholds(community.office_id, half_year)
    return mask_indicator([visible_figure.possible for visible_figure in visible_figures], thresholds)


def _summarize_indicator(indicator: Indicator, gathered: GatheredData) -> IndicatorResult:
    results = [
        _rate(indicator, community, gathered.half_year, gathered)
        for community in gathered.applicable_communities
    ]
    rated = sum(result.score is not None for result in results)
    counts = {"known": number_text(rated), "applicable": number_text(len(results))}
    return {
        "code": indicator.code,
        "title": str(indicator.title),
        "rating": "",
        "rating_text": "",
        "why_text": _count_failures(indicator, gathered),
        "score": None,
        "score_text": "",
        "known_count": rated,
        "applicable": len(results),
        "known_text": ngettext(
            "rated for %(known)s of %(applicable)s community",
            "rated for %(known)s of %(applicable)s communities",
            len(results),
        )
        % counts,
        "labels": [part.label for part in parts_of_indicator(indicator.code)],
        "spread": spread(result.rating for result in results),
        "history": [],
        "supplements": _get_supplements(indicator, gathered),
    }


def _count_failures(indicator: Indicator, gathered: GatheredData) -> str:
    """Return in how many communities each item is certainly not met, whatever is unknown in others."""
    towns = [
        _get_visible_figures(indicator, community, gathered.half_year, gathered)
        for community in gathered.applicable_communities
    ]
    failures = []
    for part, figures in zip(parts_of_indicator(indicator.code), zip(*towns, strict=True), strict=False):
        ratings = [figure.rating for figure in figures if figure.rating != Rating.NOT_APPLICABLE]
        if count := ratings.count(Rating.NOT_MET):
            text = ngettext(
                "Not met in %(count)s of %(all)s community",
                "Not met in %(count)s of %(all)s communities",
                len(ratings),
            ) % {"count": number_text(count), "all": number_text(len(ratings))}
            failures.append(join_title(f"{part.label} {part.title}", text))
    return end_sentence(clauses(failures))


def _rate_for_community(indicator: Indicator, gathered: GatheredData) -> IndicatorResult:
    [community] = gathered.communities
    results = {half_year: _rate(indicator, community, half_year, gathered) for half_year in gathered.rounds}
    now = results[gathered.half_year]
    return {
        "code": indicator.code,
        "title": str(indicator.title),
        "rating": now.rating.value,
        "rating_text": rating_text(now.rating),
        "why_text": _get_rating_reason(indicator, now, gathered),
        "score": to_json_number(now.score),
        "score_text": score_text(now),
        "known_count": now.rated_count,
        "applicable": now.applicable,
        "known_text": parts_text(now),
        "labels": [part.label for part in parts_of_indicator(indicator.code)],
        "spread": [],
        "history": [_describe_point(half_year, rated) for half_year, rated in results.items()],
        "supplements": _get_supplements(indicator, gathered),
    }


def _get_rating_reason(indicator: Indicator, rated: IndicatorRating, gathered: GatheredData) -> str:
    [community] = gathered.communities
    visible_figures = _get_visible_figures(indicator, community, gathered.half_year, gathered)
    thresholds = gathered.get_thresholds(community.office_id, gathered.half_year)
    ratings = [visible_figure.rating for visible_figure in visible_figures]
    return explain_indicator(parts_of_indicator(indicator.code), ratings, rated, thresholds)


def _describe_point(half_year: HalfYear, rated: IndicatorRating) -> HistoryPoint:
    return {
        "half_year": str(half_year),
        "state": _get_score_state(rated).value,
        "state_text": "",
        "value": to_json_number(rated.score),
        "value_text": score_text(rated) or rating_text(rated.rating),
        "number_text": score_text(rated),
        "rating": rated.rating.value,
        "rating_text": rating_text(rated.rating),
        "known_text": parts_text(rated),
        "coverage": "",
        "low": to_json_number(rated.score),
        "high": to_json_number(rated.upper_score),
        "open_above": False,
        "version": "",
        "method": "",
    }


def _get_score_state(result: IndicatorRating) -> State:
    if result.score is not None:
        return State.VALUE
    return State.HIDDEN if result.rating in SCORED else State.UNKNOWN


def _get_supplements(indicator: Indicator, gathered: GatheredData) -> list[Note]:
    if indicator.code == "resources_and_networks":
        return [*_contributions(gathered), *_partnerships(gathered)]
    return _briefings(gathered) if indicator.code == "stakeholder_engagement" else []


def _contributions(gathered: GatheredData) -> list[Note]:
    lines = contribution_texts.lines(contribution_texts.add_up(gathered.supplements))
    notes: list[Note] = [{"title": what, "text": how_much} for what, how_much in lines]
    if gathered.community or not notes:
        return notes
    giving = sum(bool(contribution_texts.lines(supplement)) for supplement in gathered.supplements)
    coverage_text = ngettext(
        "%(known)s of %(applicable)s community",
        "%(known)s of %(applicable)s communities",
        len(gathered.supplements),
    ) % {"known": number_text(giving), "applicable": number_text(len(gathered.supplements))}
    return [*notes, {"title": _("Recorded by"), "text": coverage_text}]


def _partnerships(gathered: GatheredData) -> list[Note]:
    """Return partnerships with role and period; an office's report names the communities, and each partner once."""
    shown = gathered.partnerships[:MOST_PARTNERSHIPS]
    named: dict[str, list[str]] = defaultdict(list)
    for partnership in shown:
        named[partnership.name].append(
            describe_partnership(partnership, of_office=gathered.community is None)
        )
    notes: list[Note] = [{"title": name, "text": clauses(parts)} for name, parts in named.items()]
    if more := len(gathered.partnerships) - len(shown):
        notes.append({"title": _("Other partnerships and grants"), "text": number_text(more)})
    return notes


def _briefings(gathered: GatheredData) -> list[Note]:
    """Return counts of briefings, only in a community's own report: they stay with it."""
    counts = gathered.briefings
    if not counts.get("shared"):
        return []
    titles = {
        "shared": _("Briefings given to officials"),
        "answered": _("Answered by now"),
        "followed": _("Something followed"),
    }
    return [{"title": title, "text": number_text(counts[name])} for name, title in titles.items()]
