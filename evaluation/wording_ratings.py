"""Why a figure has its rating, in a volunteer's words: where the line is, and what holds a rating down.

Pure functions over a figure as its reader may see it. They say nothing where the thresholds at hand would give another
rating than the one that is shown: a line beside the wrong rating is worse than none.
"""

import math
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluation.explanations.help import missing_kinds
from evaluation.instrument import Part, Rule, Thresholds
from evaluation.measures import Measured, Rating, rate
from evaluation.measures.measured import sure
from evaluation.measures.ratings import interval_to_rate
from evaluation.wording import number_text, percent_text


def why_rated(part: Part, measured: Measured, rating: Rating, thresholds: Thresholds) -> str:
    """ "Met from 80%: 16 of 20.", what would lift a cap, or why it is not rated; empty where the figure says it."""
    if not measured.known or rate(part, measured, thresholds) != rating:
        return ""
    if part.rule == Rule.INTERVAL:
        return _of_interval(measured, rating, thresholds)
    if part.rule != Rule.SHARE:
        return _of_target(part, rating, thresholds)
    return (_of_capped if measured.capped else _of_share)(measured, rating, thresholds)


def _of_capped(measured: Measured, rating: Rating, thresholds: Thresholds) -> str:
    """Item 12: what would lift the cap. Which services are missing stands in the details, and not every page reads
    these."""
    missing = missing_kinds(measured.details)
    if sure(measured.value) < thresholds.met:
        sentence = (
            _("%(line)s “Partly met” at best, as long as no confirmed service gives: %(missing)s.")
            if missing
            else _(
                "%(line)s “Partly met” at best, as long as not every language has a confirmed service for housing and "
                "for counseling."
            )
        )
        return sentence % {"line": _of_share(measured, rating, thresholds), "missing": missing}
    sentence = (
        _("From %(percent)s on it would be “met”, but no confirmed service gives: %(missing)s.")
        if missing
        else _(
            "From %(percent)s on it would be “met”, but not every language has a confirmed service for housing and "
            "for counseling."
        )
    )
    return sentence % {"percent": percent_text(thresholds.met), "missing": missing}


def _of_share(measured: Measured, rating: Rating, thresholds: Thresholds) -> str:
    met = _from(thresholds.met, measured.denominator)
    if rating != Rating.NOT_MET:
        return _("Met from %(line)s.") % {"line": met}
    partly = _from(thresholds.partly, measured.denominator)
    return _("Partly met from %(partly)s; met from %(met)s.") % {"partly": partly, "met": met}


def _from(percent: int, whole: int | None) -> str:
    """ "80%: 16 of 20". Of one, and of a coordinator's own percentage, there is nothing to count."""
    if whole is None or whole <= 1:
        return percent_text(percent)
    return _("%(percent)s: %(part)s of %(whole)s") % {
        "percent": percent_text(percent),
        "part": number_text(_least(percent, whole)),
        "whole": number_text(whole),
    }


def _least(percent: int, whole: int) -> int:
    """The smallest count that reaches the line."""
    return math.ceil(Fraction(percent * whole, 100))


def _of_target(part: Part, rating: Rating, thresholds: Thresholds) -> str:
    target = thresholds.targets.get(part.code)
    if target is None:
        return _("The office has set no target for it, so it is not rated.")
    words = {
        "target": number_text(target),
        "met": number_text(_least(thresholds.met, target)),
        "met_percent": percent_text(thresholds.met),
        "partly": number_text(_least(thresholds.partly, target)),
        "partly_percent": percent_text(thresholds.partly),
    }
    sentence = (
        _(
            "Partly met from %(partly_percent)s: %(partly)s of the %(target)s that the office asks for; met from "
            "%(met_percent)s: %(met)s."
        )
        if rating == Rating.NOT_MET
        else _("Met from %(met_percent)s: %(met)s of the %(target)s that the office asks for.")
    )
    if part.rule == Rule.LOWER_BOUND_TARGET:
        return f"{sentence % words} {_('What counts is the least that it can be.')}"
    return sentence % words


def _of_interval(measured: Measured, rating: Rating, thresholds: Thresholds) -> str:
    interval = interval_to_rate(measured, thresholds)
    if interval is None:
        return ngettext(
            "With fewer than %(count)s answer nobody can tell.",
            "With fewer than %(count)s answers nobody can tell.",
            thresholds.survey_answers,
        ) % {"count": number_text(thresholds.survey_answers)}
    sentence = {
        Rating.MET: _("The whole interval, %(low)s to %(high)s, is at %(met)s or above."),
        Rating.NOT_MET: _("The whole interval, %(low)s to %(high)s, is below %(partly)s."),
        Rating.PARTLY: _("The whole interval, %(low)s to %(high)s, is between %(partly)s and %(met)s."),
    }.get(rating) or _too_close(interval, thresholds)
    low, high = interval
    return sentence % {
        "low": percent_text(low),
        "high": percent_text(high),
        "met": percent_text(thresholds.met),
        "partly": percent_text(thresholds.partly),
    }


def _too_close(interval: tuple[float, float], thresholds: Thresholds) -> str:
    """Which line lies in it."""
    low, high = interval
    met, partly = (low < line <= high for line in (thresholds.met, thresholds.partly))
    if met and partly:
        return _("The interval, %(low)s to %(high)s, holds every rating. More answers make it narrower.")
    if met:
        return _(
            "The interval, %(low)s to %(high)s, lies on both sides of %(met)s. More answers make it narrower."
        )
    return _(
        "The interval, %(low)s to %(high)s, lies on both sides of %(partly)s. More answers make it narrower."
    )
