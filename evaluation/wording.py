"""Figures in words, the same on every page and in every email and file. An unknown figure is a word, never a 0."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from evaluation.instrument import Unit
from evaluation.measures import IndicatorRating, Measurement, PooledFigure, Rating, State
from evaluation.measures.measured import Number
from tfc.disclosure import Display, ShownShare
from tfc.number_text import number_text, percent_text, range_text
from tfc.text.punctuation import phrases


def overrides_text(number: int) -> str:
    """Return how many parts of a sum are overrides: "1 of them is an override"; empty for none."""
    if not number:
        return ""
    sentence = ngettext("%(number)s of them is an override", "%(number)s of them are overrides", number)
    return sentence % {"number": number_text(number)}


def override_text(measured: Measurement) -> str:
    """Return, for an override, whether the office reviewed it and whether it enters sums."""
    reviewed = _("override") if measured.reviewed else _("override, not reviewed")
    return phrases((reviewed, _("a percentage alone, in no sum") if measured.percent_only else ""))


def coverage_text(pooled: PooledFigure) -> str:
    """Return for how many communities a sum is known, and how many of its parts are overrides."""
    coverage = known_coverage_text(pooled.value_count, pooled.applicable)
    return phrases((coverage, overrides_text(pooled.overridden)))


def known_coverage_text(value_count: int, applicable: int) -> str:
    """Return for how many communities a number is known."""
    text = ngettext(
        "known for %(known)s of %(asked)s community",
        "known for %(known)s of %(asked)s communities",
        applicable,
    )
    return text % {"known": number_text(value_count), "asked": number_text(applicable)}


def value_text(measured: Measurement) -> str:
    """Return text such as "75%", "6", "0 (reported as zero)", "Listed by community" or "fewer than 5 of 40"."""
    if measured.state == State.DECLARED_ZERO:
        return _("0 (reported as zero)")
    if measured.state == State.NOT_APPLICABLE:
        return _("Does not apply")
    if measured.state == State.HIDDEN:
        return hidden_text(measured)
    if measured.value is None:
        return _("Listed by community") if measured.reason == "listed_only" else _("Unknown")
    return percent_text(measured.value) if measured.unit == Unit.PERCENT else number_text(measured.value)


def in_unit(number: float, unit: Unit) -> str:
    return percent_text(number) if unit == Unit.PERCENT else number_text(number)


def hidden_text(measured: Measurement) -> str:
    """Return the text for a figure about few people (figure_visibility): "fewer than 5 of 40", or "not shown"."""
    whole = measured.details["whole"]
    possible = range(measured.details["first"], measured.details["last"] + 1) if whole else range(0)
    return ShownShare(Display.HIDDEN, whole=whole, possible=possible).text


def fraction_text(measured: Measurement) -> str:
    """Return "9 of 12", the parts of a percentage; empty for counts and unknown figures."""
    if measured.numerator is None or measured.denominator is None or measured.percent_only:
        return ""
    return part_of_whole_text(measured.numerator, measured.denominator)


def part_of_whole_text(part: Number, whole: Number) -> str:
    return _("%(part)s of %(whole)s") % {"part": number_text(part), "whole": number_text(whole)}


def bounds_text(measured: Measurement) -> str:
    """Return "at most 7", "between 60% and 80%", "at least 6"; empty if nothing is unresolved."""
    low, high = measured.lower_value, measured.upper_value
    if not measured.has_value or low is None or (low == high == measured.value):
        return ""
    text = percent_text if measured.unit == Unit.PERCENT else number_text
    if high is None:
        return _explain_open_upper(measured) % {"low": text(low)}
    if measured.unit == Unit.PEOPLE:
        return _explain_range(measured.details) % {"low": text(low), "high": text(high)}
    if low == measured.value:
        return _("between %(low)s and %(high)s, because records are incomplete") % {
            "low": text(low),
            "high": text(high),
        }
    return _("between %(low)s and %(high)s") % {"low": text(low), "high": text(high)}


def _explain_open_upper(measured: Measurement) -> str:
    """Return why the upper bound of item 11 is unknown, from its details."""
    details = measured.details if measured.unit == Unit.PEOPLE else {}
    if details.get("unresolved"):
        return _("at least %(low)s: a past training has no outcome yet")
    if details.get("has_no_most"):
        return _("at least %(low)s: a training has no headcount")
    return _("at least %(low)s")


def _explain_range(trained: Mapping[str, Any]) -> str:
    """Return why a number of people trained (item 11) is a range although nothing is unresolved."""
    several = trained.get("trainings", 0) > 1
    if trained.get("unrecorded", {}).get("upper") and not several:
        return _("between %(low)s and %(high)s: some professions are not recorded")
    if several and not trained.get("unrecorded", {}).get("upper"):
        return _("between %(low)s and %(high)s: people may have come to several trainings")
    return _(
        "between %(low)s and %(high)s: some professions are not recorded, and people may have come to "
        "several trainings"
    )


def interval_text(measured: Measurement) -> str:
    if measured.interval is None:
        return ""
    low, high = measured.interval
    return _("95%% interval %(low)s to %(high)s") % {"low": percent_text(low), "high": percent_text(high)}


RATINGS = {
    Rating.MET: gettext_lazy("Met"),
    Rating.PARTLY_OR_MET: gettext_lazy("Partly met or met"),
    Rating.PARTLY: gettext_lazy("Partly met"),
    Rating.NOT_MET_OR_PARTLY: gettext_lazy("Not met or partly met"),
    Rating.NOT_MET: gettext_lazy("Not met"),
    Rating.NOT_RATED: gettext_lazy("Not rated"),
    Rating.INCONCLUSIVE: gettext_lazy("Inconclusive"),
    Rating.UNKNOWN: gettext_lazy("Unknown"),
    Rating.NOT_APPLICABLE: gettext_lazy("Does not apply"),
    Rating.NOT_ENOUGH_DATA: gettext_lazy("Not enough data"),
    Rating.HIDDEN: gettext_lazy("Not shown"),
}


def rating_text(rating: Rating | str) -> str:
    return _rating_text(str(rating), str(get_language()))


@lru_cache(maxsize=100)
def _rating_text(rating: str, _language: str) -> str:
    return str(RATINGS[Rating(rating)])


def score_text(rated: IndicatorRating) -> str:
    """Return "63%", "50% to 75%"; empty without a score."""
    if rated.score is None or rated.upper_score is None:
        return ""
    return range_text(percent_text(rated.score), percent_text(rated.upper_score))


def parts_text(rated: IndicatorRating) -> str:
    """Return how many of an indicator's parts are known, and how many of these are inconclusive: otherwise "not enough
    data" next to "4 of 4 known" would look contradictory.
    """
    counts = {"known": rated.rated_count, "applicable": rated.applicable, "open": rated.inconclusive}
    if not rated.inconclusive:
        return _("%(known)s of %(applicable)s known") % counts
    text = ngettext(
        "%(known)s of %(applicable)s known, %(open)s of them inconclusive",
        "%(known)s of %(applicable)s known, %(open)s of them inconclusive",
        rated.inconclusive,
    )
    return text % counts


def day_text(day: dt.date) -> str:
    return date_format(day, "DATE_FORMAT")
