"""One part of the instrument as a report shows it: of one community, or summed over those of an office."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from evaluation.figures import pooled_figures
from evaluation.instrument import Part
from evaluation.measures import Measured, Rating, State, unknown
from evaluation.measures.measured import plain
from evaluation.models import Figure
from evaluation.reports import formats, words
from evaluation.reports.gather import Gathered
from evaluation.reports.schema import Overridden, PartFigure, Point, Receipt, RecordCount, Share
from evaluation.wording import fraction_text, rating_text, value_text
from tfc.periods import HalfYear


def rated(figure: Figure, gathered: Gathered) -> Rating:
    return figure.rated(gathered.thresholds[figure.period], gathered.overrides)


def effective(figure: Figure, gathered: Gathered) -> Measured:
    return figure.effective(gathered.overrides)


def community_part(part: Part, gathered: Gathered) -> PartFigure:
    """The part of the one community of the report, with its own rating, override and receipt."""
    figures = {figure.period: figure for figure in gathered.figures if figure.part == part.code}
    figure = figures.get(gathered.half_year)
    measured = effective(figure, gathered) if figure else unknown(part.unit, "nothing_recorded")
    computed = figure.to_measured() if figure else measured
    rating = rated(figure, gathered) if figure else Rating.UNKNOWN
    return PartFigure(
        **_definition(part),
        **_measured(measured, computed),
        rating=rating.value,
        rating_text=rating_text(rating),
        override=_override(figure, part, gathered, used=measured.overridden) if figure else None,
        known=int(measured.known),
        applicable=int(measured.state != State.NOT_APPLICABLE),
        known_text="",
        spread=[],
        history=[_point(half_year, figures.get(half_year), part, gathered) for half_year in gathered.rounds],
        receipt=_receipt(part, [figure] if figure else [], gathered),
    )


def office_part(part: Part, gathered: Gathered) -> PartFigure:
    """The sums over the office's communities, for how many these are known, and which ratings they have."""
    figures = [figure for figure in gathered.of(gathered.half_year) if figure.part == part.code]
    pooled = pooled_figures(figures, gathered.overrides).get(part.code)
    known, applicable = (pooled.known, pooled.applicable) if pooled else (0, 0)
    measured = pooled.measured if pooled and known else unknown(part.unit, "none_known")
    return PartFigure(
        **_definition(part),
        **_measured(measured, measured),
        rating="",
        rating_text="",
        override=None,
        known=known,
        applicable=applicable,
        known_text=formats.communities_text(known, applicable),
        spread=spread(rated(figure, gathered) for figure in figures),
        history=[_pooled_point(half_year, part, gathered) for half_year in gathered.rounds],
        receipt=_receipt(part, [each for each in figures if each.state != State.NOT_APPLICABLE], gathered),
    )


def spread(ratings: Iterable[Rating]) -> list[Share]:
    """How many have each rating, in a fixed order; what does not apply is not asked and left out."""
    counts = Counter(ratings)
    order = ("met", "partly", "not_met", "not_rated", "inconclusive", "not_enough_data", "unknown")
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


def _measured(measured: Measured, computed: Measured) -> dict:
    return {
        "state": measured.state.value,
        "state_text": formats.state_text(measured.state.value),
        **{
            name: plain(getattr(measured, name))
            for name in ("numerator", "denominator", "lower", "upper", "value")
        },
        "value_text": value_text(measured),
        "number_text": formats.figure_text(measured),
        "fraction_text": fraction_text(measured),
        "bounds_text": formats.certainty_text(measured),
        "reason_text": str(computed.reason_text),
    }


def _override(figure: Figure, part: Part, gathered: Gathered, *, used: bool) -> Overridden | None:
    own = gathered.overrides.get(figure.key)
    if own is None:
        return None
    value = own.numerator if own.denominator is None else Fraction(100 * own.numerator) / own.denominator
    return Overridden(
        value=float(value),
        value_text=formats.in_unit(value, part.unit),
        reason=own.reason,
        evidence=own.evidence,
        used=used,
    )


def _point(half_year: HalfYear, figure: Figure | None, part: Part, gathered: Gathered) -> Point:
    measured = effective(figure, gathered) if figure else unknown(part.unit, "nothing_recorded")
    rating = rated(figure, gathered) if figure else Rating.UNKNOWN
    return point(half_year, measured, rating=rating.value, rating_words=rating_text(rating))


def _pooled_point(half_year: HalfYear, part: Part, gathered: Gathered) -> Point:
    figures = [figure for figure in gathered.of(half_year) if figure.part == part.code]
    pooled = pooled_figures(figures, gathered.overrides).get(part.code)
    if pooled is None:
        return point(half_year, unknown(part.unit, "none_known"), known_words=formats.communities_text(0, 0))
    found = point(
        half_year, pooled.measured, known_words=formats.communities_text(pooled.known, pooled.applicable)
    )
    return replace(found, coverage=f"{pooled.known}/{pooled.applicable}")


def point(
    half_year: HalfYear,
    measured: Measured,
    *,
    rating: str = "",
    rating_words: str = "",
    known_words: str = "",
) -> Point:
    return Point(
        half_year=str(half_year),
        state=measured.state.value,
        state_text=formats.state_text(measured.state.value),
        value=plain(measured.value),
        value_text=value_text(measured),
        number_text=formats.figure_text(measured),
        rating=rating,
        rating_text=rating_words,
        known_text=known_words,
    )


def _receipt(part: Part, figures: list[Figure], gathered: Gathered) -> Receipt:
    """Of several figures: the hash of their hashes, in the order of the communities, and the records of all."""
    counts: Counter[str] = Counter()
    for figure in figures:
        counts.update(gathered.records.get((figure.community_id, part.code), {}))
    newest = max((each.computed_at for each in figures), default=None)
    return Receipt(
        hash=_hash([each.receipt_hash for each in sorted(figures, key=lambda each: each.community_id)]),
        records=[RecordCount(table, words.record_kind(table), counts[table]) for table in sorted(counts)],
        total=counts.total(),
        computed_at=newest.isoformat(timespec="seconds") if newest else "",
        as_of=max((each.as_of for each in figures), default=gathered.as_of).isoformat(),
        frozen=bool(figures) and all(each.frozen for each in figures),
    )


def _hash(hashes: list[str]) -> str:
    if len(hashes) > 1:
        return hashlib.sha256("\n".join(hashes).encode()).hexdigest()
    return hashes[0] if hashes else ""
