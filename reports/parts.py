"""One part of the instrument in a report: of one community, or summed over several.

Report readers are outside the community, so single communities' figures pass evaluation.figure_visibility.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _

from charts import signs
from charts.series import build_point
from evaluation.figure_visibility import (
    VisibleFigure,
    mask_figure,
    mask_missing_figure,
    mask_stored_figure,
    own_value_is_shown,
)
from evaluation.figures import pooled_figures
from evaluation.instrument import Part
from evaluation.measures import Measurement, Rating, State, unknown
from evaluation.measures.measured import to_json_number
from evaluation.models import Figure
from evaluation.wording import fraction_text, rating_text, value_text
from evaluation.wording_ratings import why_rated
from reports import formats, words
from reports.figure_schema import OverrideFigure, PartFigure, Point, Share
from reports.gather import GatheredData
from reports.kinds import get_kinds
from reports.receipts import READER, build_receipt
from tfc.disclosure import not_shown
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


def community_part(part: Part, gathered: GatheredData) -> PartFigure:
    """Return the part of the report's community, with its own rating, override and receipt."""
    figures = {figure.period: figure for figure in gathered.figures if figure.part == part.code}
    figure = figures.get(gathered.half_year)
    visible_figure = get_visible_figure(
        figure, part, gathered, (gathered.communities[0].office_id, gathered.half_year)
    )
    measured = visible_figure.measured
    computed = mask_figure(figure.to_measured(), part, READER) if figure else measured
    return PartFigure(
        **_definition(part),
        **_measured(measured, computed),
        rating=visible_figure.rating.value,
        rating_text=rating_text(visible_figure.rating),
        override=_override(figure, part, gathered, used=measured.overridden) if figure else None,
        known=int(measured.has_value or measured.state == State.HIDDEN),
        applicable=int(measured.state != State.NOT_APPLICABLE),
        known_text="",
        spread=[],
        history=[_point(half_year, figures.get(half_year), part, gathered) for half_year in gathered.rounds],
        receipt=build_receipt(part, [figure] if figure else [], gathered),
        kinds=get_kinds(part, [figure] if figure else [], measured, gathered),
        why_text=get_rating_reason(figure, visible_figure, part, gathered),
    )


def get_rating_reason(
    figure: Figure | None, visible_figure: VisibleFigure, part: Part, gathered: GatheredData
) -> str:
    """Return the reason of the rating from the thresholds; empty if there is no figure."""
    if figure is None:
        return ""
    thresholds = gathered.get_thresholds(figure.office_id, figure.period)
    return why_rated(part, visible_figure.measured, visible_figure.rating, thresholds)


def office_part(part: Part, gathered: GatheredData) -> PartFigure:
    """Return the sums over the report's communities, for how many they are known, and the distribution of ratings."""
    figures = [figure for figure in gathered.get_figures(gathered.half_year) if figure.part == part.code]
    pooled = pooled_figures(figures, gathered.overrides).get(part.code)
    known_count, applicable, overridden = (
        (pooled.value_count, pooled.applicable, pooled.overridden) if pooled else (0, 0, 0)
    )
    measured = pooled.measured if pooled and known_count else unknown(part.unit, "none_known")
    return PartFigure(
        **_definition(part),
        **_measured(measured, measured),
        rating="",
        rating_text="",
        override=None,
        known=known_count,
        applicable=applicable,
        known_text=formats.communities_text(pooled),
        overridden=overridden,
        spread=spread(
            get_visible_figure(figure, part, gathered, (figure.office_id, figure.period)).rating
            for figure in figures
        ),
        history=[_pooled_point(half_year, part, gathered) for half_year in gathered.rounds],
        receipt=build_receipt(
            part, [figure for figure in figures if figure.state != State.NOT_APPLICABLE], gathered
        ),
        kinds=get_kinds(part, figures, measured, gathered),
    )


def spread(ratings: Iterable[Rating]) -> list[Share]:
    """Return the number of each rating, in a fixed order without "not applicable"."""
    counts = Counter(ratings)
    order = [rating for rating in signs.ORDER if rating != Rating.NOT_APPLICABLE]
    return [Share(code, rating_text(code), counts[Rating(code)]) for code in order if counts[Rating(code)]]


def _definition(part: Part) -> dict:
    texts = ("title", "question", "definition", "how_counted", "source")
    return {
        "code": part.code,
        "label": part.label,
        "version": part.version,
        "indicator": part.indicator,
        "unit": part.unit.value,
        "unit_text": formats.unit_text(part),
        **{name: str(getattr(part, name)) for name in texts},
    }


def _measured(measured: Measurement, computed: Measurement) -> dict:
    return {
        "state": measured.state.value,
        "state_text": formats.get_state_text(measured),
        **{
            name: None
            if measured.percent_only and name != "value"
            else to_json_number(getattr(measured, name))
            for name in ("numerator", "denominator", "lower", "upper", "value")
        },
        "value_text": value_text(measured),
        "number_text": formats.figure_text(measured),
        "fraction_text": fraction_text(measured),
        "bounds_text": formats.certainty_text(measured),
        "reason_text": str(computed.reason_text),
    }


def _override(figure: Figure, part: Part, gathered: GatheredData, *, used: bool) -> OverrideFigure | None:
    own = gathered.overrides.get(figure.key)
    if own is None:
        return None
    if not own_value_is_shown(figure.to_measured(), part, READER):
        return OverrideFigure(
            value=None, value_text=not_shown(), reason=words.own_hidden(), evidence="", used=False
        )
    value = own.numerator if own.denominator is None else Fraction(100 * own.numerator) / own.denominator
    shown = formats.in_unit(value, part.unit)
    return OverrideFigure(
        value=float(value),
        value_text=shown if own.reviewed else phrases((shown, _("not reviewed"))),
        reason=own.reason,
        evidence=own.evidence,
        used=used,
    )


def _point(half_year: HalfYear, figure: Figure | None, part: Part, gathered: GatheredData) -> Point:
    visible_figure = get_visible_figure(
        figure, part, gathered, (gathered.communities[0].office_id, half_year)
    )
    return point(
        half_year,
        visible_figure.measured,
        rating=visible_figure.rating.value,
        rating_words=rating_text(visible_figure.rating),
        version=_version([figure] if figure else []),
    )


def _pooled_point(half_year: HalfYear, part: Part, gathered: GatheredData) -> Point:
    figures = [figure for figure in gathered.get_figures(half_year) if figure.part == part.code]
    pooled = pooled_figures(figures, gathered.overrides).get(part.code)
    if pooled is None:
        return point(half_year, unknown(part.unit, "none_known"), known_words=formats.communities_text(None))
    pooled_point = point(
        half_year,
        pooled.measured,
        known_words=formats.communities_text(pooled),
        version=_version(figures),
    )
    return replace(pooled_point, coverage=f"{pooled.value_count}/{pooled.applicable}")


def _version(figures: Iterable[Figure]) -> str:
    """Return the definition version of the figures; "" if it differs."""
    versions = {figure.definition_version for figure in figures}
    return str(versions.pop()) if len(versions) == 1 else ""


def point(
    half_year: HalfYear,
    measured: Measurement,
    *,
    rating: str = "",
    rating_words: str = "",
    known_words: str = "",
    version: str = "",
) -> Point:
    drawn = build_point(str(half_year), measured, version=version)
    return Point(
        half_year=str(half_year),
        state=measured.state.value,
        state_text=formats.get_state_text(measured),
        value=to_json_number(measured.value),
        value_text=value_text(measured),
        number_text=formats.figure_text(measured),
        rating=rating,
        rating_text=rating_words,
        known_text=known_words,
        low=drawn.low,
        high=drawn.high,
        open_above=drawn.open_above,
        version=drawn.version,
        method=drawn.method,
    )
