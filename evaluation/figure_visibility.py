"""What a reader may see of a figure: the only place through which figures about residents leave their community.

An office's pages and files, and every report, take figures from here; stored figures stay exact, and a community reads
its own. Hidden are small numbers of people who answered yes or no, what follows from them, and what would reveal them:
percentage, interval, change, the override next to it, rating. A value that is the same for every share that the reader
cannot distinguish is shown.
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
    build_not_applicable,
    indicator_rating,
    rate,
    unknown,
)
from evaluation.measures.measured import share
from evaluation.measures.ratings import ENDS
from evaluation.measures.survey import show_known
from evaluation.models import Figure
from evaluation.models.figures import FigureKey
from tfc.disclosure import Display, Reader, ShownShare, show_share
from tfc.intervals import wilson

# The parts that count residents' answers: those rated by a sample's interval.
GUARDED = frozenset(part.code for part in PARTS if part.rule == Rule.INTERVAL)
# Details that explain a survey's figure without counting people.
KEPT = ("version", "method", "sampling", "convenience", "population")
SURVEY_RATINGS = frozenset(ENDS) - {Rating.UNKNOWN}


@dataclass(frozen=True)
class VisibleFigure:
    """A figure and its rating as they may be shown; ``possible`` are the ratings that the reader cannot rule out."""

    measured: Measurement
    rating: Rating
    possible: frozenset[Rating]


def mask_figure(measured: Measurement, part: Part, reader: Reader) -> Measurement:
    """Return the figure, or one in the state HIDDEN in its place, worded as "fewer than 5 of 40"."""
    if reader is Reader.COMMUNITY:
        return measured
    visible_share = _share(measured, part, reader)
    if visible_share is None or visible_share.display is not Display.HIDDEN:
        details = _details(measured, part, reader)
        return measured if details == measured.details else replace(measured, details=details)
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
    """Return an effective figure with its rating. A hidden figure's rating is shown if every possible share would have
    it.
    """
    shown = mask_figure(measured, part, reader)
    if shown.state != State.HIDDEN:
        return VisibleFigure(shown, rating, frozenset({rating}))
    possible = _possible_ratings(measured, part, thresholds, reader) | {rating}
    return VisibleFigure(shown, rating if len(possible) == 1 else Rating.HIDDEN, possible)


def mask_stored_figure(
    figure: Figure, overrides: Mapping[FigureKey, Override], thresholds: Thresholds, reader: Reader
) -> VisibleFigure:
    """Return a stored figure's effective value: the computed figure, or the override that counts."""
    measured = figure.effective(overrides)
    return mask_rated_figure(
        measured, figure.get_rating(measured, thresholds), figure.definition, thresholds, reader
    )


def mask_missing_figure(part: Part, thresholds: Thresholds, *, takes_part: bool = True) -> VisibleFigure:
    """Return a part without a stored figure: unknown, or not applicable for a community that does not take part."""
    measured = unknown(part.unit, "nothing_recorded") if takes_part else build_not_applicable(part.unit)
    rating = rate(part, measured, thresholds)
    return VisibleFigure(measured, rating, frozenset({rating}))


def mask_indicator(parts: Sequence[frozenset[Rating]], thresholds: Thresholds) -> IndicatorRating:
    """Rate an indicator from the possible ratings of its parts: rating and score only where all combinations agree."""
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


def is_override_shown(computed: Measurement, part: Part, reader: Reader) -> bool:
    """Return True if the override may be shown next to the computed figure; next to a hidden one it
    would reveal it.
    """
    return mask_figure(computed, part, reader).state != State.HIDDEN


def get_visible_tables(tables: Iterable[str], part: Part, reader: Reader) -> list[str]:
    """Return the kinds of records that may be shown. Next to the valid answers, the total would
    reveal the refusals.
    """
    if reader is Reader.COMMUNITY or part.code not in GUARDED:
        return list(tables)
    return [table for table in tables if table != receipts.ANSWERS]


def network_fingerprint(code: str, receipt_hash: str) -> str:
    """Return the receipt hash, or nothing for a survey: a reader who knows the rest of its receipt could find the
    hidden numbers by trial.
    """
    return "" if code in GUARDED else receipt_hash


def _share(measured: Measurement, part: Part, reader: Reader) -> ShownShare | None:
    """Return the guarded share of people; None for a figure that is not guarded. An override is a percentage of an
    unknown number of people, so it counts none.
    """
    if part.code not in GUARDED or not measured.has_value or measured.overridden:
        return None
    return show_known(measured, reader)


def _possible_ratings(
    measured: Measurement, part: Part, thresholds: Thresholds, reader: Reader
) -> frozenset[Rating]:
    visible_share = _share(measured, part, reader)
    if visible_share is None or visible_share.whole is None:
        return SURVEY_RATINGS
    return frozenset(
        rate(part, _build_sampled(number, visible_share.whole), thresholds)
        for number in visible_share.possible
    )


def _build_sampled(knows: int, valid: int) -> Measurement:
    lower, upper = wilson(knows, valid)
    return share(knows, valid, interval=(100 * lower, 100 * upper))


def _details(measured: Measurement, part: Part, reader: Reader) -> dict[str, Any]:
    # The dimensions of 1b: "0 of 1 group" would name the missing one.
    details = {name: value for name, value in measured.details.items() if name != "dimensions"}
    if part.code not in GUARDED:
        return details
    # Refusals are left out: with two parts of one survey, those of one would reveal those of the other
    # (docs/measures.md).
    shown_details = {name: details[name] for name in KEPT if name in details}
    if measured.has_value and not measured.overridden:
        shown_details["valid"] = measured.denominator
    prompted = show_share(details.get("prompted_knows"), details.get("prompted_valid"), reader)
    if prompted.display is Display.EXACT:
        shown_details |= {"prompted_knows": prompted.part, "prompted_valid": prompted.whole}
    return shown_details
