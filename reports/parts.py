"""One part of the instrument in a report: of one community, or summed over several.

Report readers are outside the community, so single communities' figures pass evaluation.figure_visibility.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction

from django.utils.translation import gettext as _

from charts import signs
from charts.series import build_point
from evaluation.figure_visibility import (
    VisibleFigure,
    is_override_shown,
    mask_figure,
    mask_missing_figure,
    mask_stored_figure,
)
from evaluation.figures import pool_figures
from evaluation.instrument import Part
from evaluation.measures import Measurement, PooledFigure, Rating, State, unknown
from evaluation.measures.measured import to_json_number
from evaluation.models import Figure
from evaluation.wording import coverage_text, fraction_text, rating_text, value_text
from evaluation.wording_ratings import explain_rating
from reports import formats
from reports.breakdowns import get_kinds
from reports.figure_schema import (
    CountedFigure,
    FigureValue,
    HistoryPoint,
    Kind,
    Kinds,
    OverrideFigure,
    PartDefinition,
    PartFigure,
    Share,
    SummedFigure,
)
from reports.gather import GatheredData
from reports.receipts import READER, build_receipt
from tfc.disclosure import get_hidden_text
from tfc.periods import HalfYear
from tfc.text.punctuation import phrases


def get_visible_figure(
    figure: Figure | None, part: Part, gathered: GatheredData, at: tuple[int, HalfYear]
) -> VisibleFigure:
    """Return the masked figure. ``at``: the office and half-year of the thresholds, also used to rate a missing
    figure.
    """
    thresholds = gathered.get_thresholds(*at)
    if figure is None:
        return mask_missing_figure(part, thresholds)
    return mask_stored_figure(figure, gathered.overrides, thresholds, READER)


def pool_part(figures: list[Figure], part: Part, gathered: GatheredData) -> PooledFigure:
    """Return the sum of a part's figures; without any it is unknown."""
    nothing = PooledFigure(unknown(part.unit, "none_known"), 0, 0, {}, 0)
    return pool_figures(figures, gathered.overrides).get(part.code, nothing)


def describe_value(measured: Measurement) -> FigureValue:
    return {
        "state": measured.state.value,
        "state_text": formats.get_state_text(measured),
        "value": to_json_number(measured.value),
        "value_text": value_text(measured),
        "number_text": formats.figure_text(measured),
    }


def describe_counts(measured: Measurement) -> CountedFigure:
    is_bare = measured.percent_only
    return {
        **describe_value(measured),
        "numerator": None if is_bare else to_json_number(measured.numerator),
        "denominator": None if is_bare else to_json_number(measured.denominator),
        "bounds_text": formats.certainty_text(measured),
    }


def describe_sum(pooled: PooledFigure, measured: Measurement) -> SummedFigure:
    """Return the sum with its coverage. ``measured``: the figure shown for it."""
    is_bare = measured.percent_only
    return {
        **describe_counts(measured),
        "lower": None if is_bare else to_json_number(measured.lower),
        "upper": None if is_bare else to_json_number(measured.upper),
        "known_count": pooled.value_count,
        "applicable": pooled.applicable,
        "known_text": coverage_text(pooled),
        "overridden": pooled.overridden,
    }


def community_part(part: Part, gathered: GatheredData) -> PartFigure:
    """Return the part of the report's community, with its own rating, override and receipt."""
    by_period = {figure.period: figure for figure in gathered.figures if figure.part == part.code}
    figure = by_period.get(gathered.half_year)
    figures = [figure] if figure else []
    visible_figure = get_visible_figure(
        figure, part, gathered, (gathered.communities[0].office_id, gathered.half_year)
    )
    measured = visible_figure.measured
    computed = mask_figure(figure.to_measured(), part, READER) if figure else measured
    is_bare = measured.percent_only
    return {
        **_define(part),
        **describe_counts(measured),
        "lower": None if is_bare else to_json_number(measured.lower),
        "upper": None if is_bare else to_json_number(measured.upper),
        "known_count": int(measured.has_value or measured.state == State.HIDDEN),
        "applicable": int(measured.state != State.NOT_APPLICABLE),
        "known_text": "",
        "overridden": 0,
        "fraction_text": fraction_text(measured),
        "reason_text": str(computed.reason_text),
        "rating": visible_figure.rating.value,
        "rating_text": rating_text(visible_figure.rating),
        "why_text": _get_rating_reason(figure, visible_figure, part, gathered),
        "override": _describe_override(figure, part, gathered, used=measured.overridden),
        "spread": [],
        "history": [
            _describe_half_year(half_year, by_period.get(half_year), part, gathered)
            for half_year in gathered.rounds
        ],
        "receipt": build_receipt(part, figures, gathered),
        "kinds": get_kinds(part, figures, measured, gathered),
    }


def _get_rating_reason(
    figure: Figure | None, visible_figure: VisibleFigure, part: Part, gathered: GatheredData
) -> str:
    """Return the reason of the rating from the thresholds; empty if there is no figure."""
    if figure is None:
        return ""
    thresholds = gathered.get_thresholds(figure.office_id, figure.period)
    return explain_rating(part, visible_figure.measured, visible_figure.rating, thresholds)


def office_part(part: Part, gathered: GatheredData) -> PartFigure:
    """Return the sums over the report's communities, for how many they are known, and the distribution of ratings."""
    figures = gathered.get_figures(gathered.half_year, part)
    pooled = pool_part(figures, part, gathered)
    measured = pooled.measured if pooled.value_count else unknown(part.unit, "none_known")
    return {
        **_define(part),
        **describe_sum(pooled, measured),
        "fraction_text": fraction_text(measured),
        "reason_text": str(measured.reason_text),
        "rating": "",
        "rating_text": "",
        "why_text": "",
        "override": None,
        "spread": spread(
            get_visible_figure(figure, part, gathered, (figure.office_id, figure.period)).rating
            for figure in figures
        ),
        "history": [_describe_sum_in(half_year, part, gathered) for half_year in gathered.rounds],
        "receipt": build_receipt(
            part, [figure for figure in figures if figure.state != State.NOT_APPLICABLE], gathered
        ),
        "kinds": _list_surveys(figures, part, gathered)
        if measured.reason == "listed_only"
        else get_kinds(part, figures, measured, gathered),
    }


def _list_surveys(figures: Iterable[Figure], part: Part, gathered: GatheredData) -> Kinds:
    """Return the residents' surveys of communities side by side."""
    names = {community.pk: community.name for community in gathered.communities}
    rows: list[Kind] = []
    for figure in figures:
        measured = get_visible_figure(figure, part, gathered, (figure.office_id, figure.period)).measured
        if measured.has_value or measured.state == State.HIDDEN:
            text = phrases((value_text(measured), fraction_text(measured)))
            rows.append({"text": names[figure.community_id], "count": None, "count_text": text})
    rows.sort(key=lambda row: row["text"])
    return {"title": _("By community"), "rows": rows, "not_counted": [], "note": ""}


def spread(ratings: Iterable[Rating]) -> list[Share]:
    """Return the number of each rating, in a fixed order without "not applicable"."""
    counts = Counter(ratings)
    order = [rating for rating in signs.ORDER if rating != Rating.NOT_APPLICABLE]
    return [
        {"code": str(code), "text": rating_text(code), "count": counts[Rating(code)]}
        for code in order
        if counts[Rating(code)]
    ]


def _define(part: Part) -> PartDefinition:
    return {
        "code": part.code,
        "label": part.label,
        "title": str(part.title),
        "question": str(part.question),
        "definition": str(part.definition),
        "how_counted": str(part.how_counted),
        "source": str(part.source),
        "version": part.version,
        "unit": part.unit.value,
        "unit_text": formats.unit_text(part),
    }


def _describe_override(
    figure: Figure | None, part: Part, gathered: GatheredData, *, used: bool
) -> OverrideFigure | None:
    own = gathered.overrides.get(figure.key) if figure else None
    if figure is None or own is None:
        return None
    if not is_override_shown(figure.to_measured(), part, READER):
        reason = _("The value and its reason would reveal how few people this is about.")
        return {
            "value": None,
            "value_text": get_hidden_text(),
            "reason": reason,
            "evidence": "",
            "used": False,
        }
    value = own.numerator if own.denominator is None else Fraction(100 * own.numerator) / own.denominator
    shown = formats.in_unit(value, part.unit)
    return {
        "value": float(value),
        "value_text": shown if own.reviewed else phrases((shown, _("not reviewed"))),
        "reason": own.reason,
        "evidence": own.evidence,
        "used": used,
    }


def _describe_half_year(
    half_year: HalfYear, figure: Figure | None, part: Part, gathered: GatheredData
) -> HistoryPoint:
    visible_figure = get_visible_figure(
        figure, part, gathered, (gathered.communities[0].office_id, half_year)
    )
    point = _describe_point(half_year, visible_figure.measured, [figure] if figure else [])
    return {
        **point,
        "rating": visible_figure.rating.value,
        "rating_text": rating_text(visible_figure.rating),
    }


def _describe_sum_in(half_year: HalfYear, part: Part, gathered: GatheredData) -> HistoryPoint:
    figures = gathered.get_figures(half_year, part)
    pooled = pool_part(figures, part, gathered)
    point = _describe_point(half_year, pooled.measured, figures)
    coverage = f"{pooled.value_count}/{pooled.applicable}" if figures else ""
    return {**point, "known_text": coverage_text(pooled), "coverage": coverage}


def _describe_point(half_year: HalfYear, measured: Measurement, figures: list[Figure]) -> HistoryPoint:
    """Return the point of a chart; its version is "" if the figures have different definitions."""
    versions = {str(figure.definition_version) for figure in figures}
    drawn = build_point(str(half_year), measured, version=versions.pop() if len(versions) == 1 else "")
    return {
        **describe_value(measured),
        "half_year": str(half_year),
        "rating": "",
        "rating_text": "",
        "known_text": "",
        "coverage": "",
        "low": drawn.low,
        "high": drawn.high,
        "open_above": drawn.open_above,
        "version": drawn.version,
        "method": drawn.method,
    }
