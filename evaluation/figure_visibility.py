"""What a reader may see of a figure. The one place where figures about residents leave their community.

Pages and files of an office, and every report, take figures from here; stored figures stay exact, and a community reads
its own. Hidden is what few people said or did not say, what follows from it, and what would tell it: percentage,
interval, change, own value beside it, rating. Whatever is the same for every share that the reader cannot tell apart
gives nothing away and stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from communities.thresholds import Thresholds
from evaluation.figure_queries import receipts
from evaluation.instrument import PARTS, Part, Rule
from evaluation.measures import (
    IndicatorRating,
    Measurement,
    Override,
    Rating,
    State,
    indicator_rating,
    not_applicable,
    rate,
    unknown,
)
from evaluation.measures.measured import share, sure
from evaluation.measures.ratings import ENDS
from evaluation.models import Figure
from evaluation.models.figures import FigureKey
from tfc.disclosure import Display, Reader, ShownShare, shown_share
from tfc.intervals import wilson

# The parts that count residents' answers: those rated by a sample's interval.
GUARDED = frozenset(part.code for part in PARTS if part.rule == Rule.INTERVAL)
# What explains a survey's figure and counts nobody.
KEPT = ("version", "method", "sampling", "convenience")
# What tells how a dimension of 1b was compared; the others of its numbers are headcounts.
KEPT_OF_DIMENSION = ("dimension", "counted", "reason", "groups_asked", "groups_represented")
SURVEY_RATINGS = frozenset(ENDS) - {Rating.UNKNOWN}


@dataclass(frozen=True)
class VisibleFigure:
    """A figure and its rating as they may be shown; ``possible`` are the ratings that the reader cannot rule out."""

    measured: Measurement
    rating: Rating
    possible: frozenset[Rating]


def mask_figure(measured: Measurement, part: Part, reader: Reader) -> Measurement:
    """The figure, or in its place one in the state HIDDEN, whose words are "fewer than 5 of 40"."""
    if reader is Reader.COMMUNITY:
        return measured
    visible_share = _share(measured, part, reader)
    if visible_share is None or visible_share.display is not Display.HIDDEN:
        return replace(measured, details=_details(measured, part, reader))
    shown_details = {name: measured.details[name] for name in KEPT if name in measured.details}
    possible = (
        {"first": visible_share.possible.start, "last": visible_share.possible.stop - 1}
        if visible_share.whole
        else {}
    )
    return Measurement(
        State.HIDDEN,
        part.unit,
        reason="few_people",
        details={**shown_details, "whole": visible_share.whole, **possible},
    )


def mask_rated_figure(
    measured: Measurement, rating: Rating, part: Part, thresholds: Thresholds, reader: Reader
) -> VisibleFigure:
    """An effective figure with its rating. The rating of a hidden one is shown where every share would have it."""
    shown = mask_figure(measured, part, reader)
    if shown.state != State.HIDDEN:
        return VisibleFigure(shown, rating, frozenset({rating}))
    possible = _possible_ratings(measured, part, thresholds, reader) | {rating}
    return VisibleFigure(shown, rating if len(possible) == 1 else Rating.HIDDEN, possible)


def mask_stored_figure(
    figure: Figure, overrides: Mapping[FigureKey, Override], thresholds: Thresholds, reader: Reader
) -> VisibleFigure:
    """A stored figure as it counts, with the coordinator's own figure where nothing was computed."""
    measured = figure.effective(overrides)
    return mask_rated_figure(
        measured, figure.get_rating(measured, thresholds), figure.definition, thresholds, reader
    )


def mask_missing_figure(part: Part, thresholds: Thresholds, *, takes_part: bool = True) -> VisibleFigure:
    """A part of which no figure is stored: unknown, or not applicable to a community that does not take part."""
    measured = unknown(part.unit, "nothing_recorded") if takes_part else not_applicable(part.unit)
    rating = rate(part, measured, thresholds)
    return VisibleFigure(measured, rating, frozenset({rating}))


def mask_indicator(parts: Sequence[frozenset[Rating]], thresholds: Thresholds) -> IndicatorRating:
    """The indicator from the possible ratings of its parts: rating and score only where all of them agree."""
    possible_ratings = {indicator_rating(ratings, thresholds) for ratings in product(*parts)}
    first = next(iter(possible_ratings))
    same_rating = len({possible_rating.rating for possible_rating in possible_ratings}) == 1
    inconclusive = {possible_rating.inconclusive for possible_rating in possible_ratings}
    same_scores = (
        len({(possible_rating.score, possible_rating.upper_score) for possible_rating in possible_ratings})
        == 1
    )
    return IndicatorRating(
        first.rating if same_rating else Rating.HIDDEN,
        first.score if same_scores else None,
        first.rated_count,
        first.applicable,
        first.inconclusive if len(inconclusive) == 1 else 0,
        first.upper_score if same_scores else None,
    )


def own_value_is_shown(computed: Measurement, part: Part, reader: Reader) -> bool:
    """Whether a coordinator's own value may stand beside the computed figure: near a hidden one it would tell it."""
    return mask_figure(computed, part, reader).state != State.HIDDEN


def get_visible_tables(tables: Iterable[str], part: Part, reader: Reader) -> list[str]:
    """The kinds of records that may be told. With the valid answers beside them, all answers would tell the refused."""
    if reader is Reader.COMMUNITY or part.code not in GUARDED:
        return list(tables)
    return [table for table in tables if table != receipts.ANSWERS]


def network_fingerprint(figure: Figure) -> str:
    """A survey's receipt holds how many were asked: whoever knows the rest of it could try numbers until they fit."""
    return "" if figure.part in GUARDED else figure.receipt_hash


def _share(measured: Measurement, part: Part, reader: Reader) -> ShownShare | None:
    """None for what is not a count of people that asks for the guard. An own value is a percentage of nobody knows
    how many, so it counts none."""
    if part.code not in GUARDED or not measured.has_value or measured.overridden:
        return None
    return shown_share(int(sure(measured.numerator)), sure(measured.denominator), reader)


def _possible_ratings(
    measured: Measurement, part: Part, thresholds: Thresholds, reader: Reader
) -> frozenset[Rating]:
    visible_share = _share(measured, part, reader)
    if visible_share is None or visible_share.whole is None:
        return SURVEY_RATINGS
    return frozenset(
        rate(part, _sampled(number, visible_share.whole), thresholds) for number in visible_share.possible
    )


def _sampled(knows: int, valid: int) -> Measurement:
    lower, upper = wilson(knows, valid)
    return share(knows, valid, interval=(100 * lower, 100 * upper))


def _details(measured: Measurement, part: Part, reader: Reader) -> dict[str, Any]:
    details = dict(measured.details)
    if "dimensions" in details:
        details["dimensions"] = [
            {name: row[name] for name in KEPT_OF_DIMENSION if name in row} for row in details["dimensions"]
        ]
    if part.code not in GUARDED:
        return details
    # How many refused is left out: of two parts of one survey it would tell it of the other (docs/measures.md).
    shown_details = {name: details[name] for name in KEPT if name in details}
    if measured.has_value and not measured.overridden:
        shown_details["valid"] = measured.denominator
    prompted = shown_share(details.get("prompted_knows"), details.get("prompted_valid"), reader)
    if prompted.display is Display.EXACT:
        shown_details |= {"prompted_knows": prompted.part, "prompted_valid": prompted.whole}
    return shown_details
