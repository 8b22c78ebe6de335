"""Why a figure has its rating, in plain words: its value, the thresholds, and what limits the rating.

Pure functions over a figure as its reader may see it. They return nothing if the given thresholds would lead to
another rating than the one shown, since wrong thresholds are worse than none.
"""

import math
from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.thresholds import Thresholds
from evaluation.explanations.support import missing_kinds
from evaluation.instrument import Part, Rule, Unit
from evaluation.measures import IndicatorRating, Measurement, Rating, indicator_rating, rate
from evaluation.measures.measured import sure
from evaluation.measures.ratings import get_rated_ends, interval_to_rate
from evaluation.wording import rating_text, score_text
from tfc.number_text import number_text, percent_text
from tfc.text.punctuation import end_sentence, join_title, phrases, sentences


def explain_rating(part: Part, measured: Measurement, rating: Rating, thresholds: Thresholds) -> str:
    """Return "It is 4 of 8. Partly met from 4, met from 7.", with what limits or could still change the rating; or why
    it is not rated. Empty if the figure itself says so.
    """
    if not measured.has_value or rate(part, measured, thresholds) != rating:
        return ""
    if part.rule == Rule.INTERVAL:
        return _explain_interval(measured, rating, thresholds)
    if part.rule == Rule.SHARE:
        reasons = [_explain_share(measured, thresholds), _explain_cap(measured)]
    elif part.code in thresholds.targets:
        reasons = [_explain_target(part, measured, thresholds)]
    else:
        return _("Not rated: the office has set no target.")
    reasons.append(_get_ends_sentence(part, measured, thresholds))
    return sentences(reasons)


def explain_indicator(
    parts: Sequence[Part], ratings: Sequence[Rating], rated: IndicatorRating, thresholds: Thresholds
) -> str:
    """Return "Met 2, partly met 1 (counts half), of 4: 63%. Not met: 1b …", from the ratings of its parts.

    Parts known not to be met are named even if others are unknown. Empty if a part is hidden, since the others would
    reveal it.
    """
    if Rating.HIDDEN in ratings or indicator_rating(ratings, thresholds) != rated or not rated.applicable:
        return ""
    return sentences(
        (_get_score_sentence(ratings, rated, thresholds), end_sentence(failures_text(parts, ratings)))
    )


def failures_text(parts: Sequence[Part], ratings: Sequence[Rating]) -> str:
    """Return "Not met: 1b …", the parts that are known not to be met, whatever is unknown. Empty if a part is hidden,
    since the others would reveal it.
    """
    failures = [part for part, rating in zip(parts, ratings, strict=True) if rating == Rating.NOT_MET]
    if not failures or Rating.HIDDEN in ratings:
        return ""
    return join_title(_("Not met"), phrases(f"{part.label} {part.title}" for part in failures))


def _get_score_sentence(ratings: Sequence[Rating], rated: IndicatorRating, thresholds: Thresholds) -> str:
    if rated.score is None:
        return _get_open_sentence(rated)
    counts = {
        "met": number_text(ratings.count(Rating.MET)),
        "partly": number_text(ratings.count(Rating.PARTLY)),
        "parts": number_text(rated.applicable),
        "score": score_text(rated),
    }
    counted = _("Met %(met)s, partly met %(partly)s (counts half), of %(parts)s parts: %(score)s.") % counts
    lines = _lines(percent_text(thresholds.partly), percent_text(thresholds.met))
    return sentences((counted, lines))


def _get_open_sentence(rated: IndicatorRating) -> str:
    missing = rated.applicable - rated.rated_count + rated.inconclusive
    text = _(
        "Unknown or inconclusive parts: %(count)s of %(whole)s. Anything from not met to met is possible."
    )
    return text % {"count": number_text(missing), "whole": number_text(rated.applicable)}


def _lines(partly: str, met: str) -> str:
    return _("Partly met from %(partly)s, met from %(met)s.") % {"partly": partly, "met": met}


def _explain_share(measured: Measurement, thresholds: Thresholds) -> str:
    """Explain a share; a share of one, or a percentage alone, has no counts."""
    whole = sure(measured.denominator)
    if whole <= 1 or measured.percent_only:
        lines = _lines(percent_text(thresholds.partly), percent_text(thresholds.met))
        return _("It is %(value)s. %(lines)s") % {"value": percent_text(sure(measured.value)), "lines": lines}
    return _("It is %(part)s of %(whole)s. %(lines)s") % {
        "part": number_text(sure(measured.numerator)),
        "whole": number_text(whole),
        "lines": _get_lines(whole, thresholds),
    }


def _get_lines(whole: int, thresholds: Thresholds) -> str:
    return _lines(*(number_text(number) for number in _smallest(whole, thresholds)))


def _lines_of_target(target: int, thresholds: Thresholds) -> str:
    """Give the shares too: a rating of met below the office's target would otherwise look like a mistake."""
    partly, met = _smallest(target, thresholds)
    return _("Of that, %(partly_share)s (%(partly)s) is partly met and %(met_share)s (%(met)s) is met.") % {
        "partly_share": percent_text(thresholds.partly),
        "partly": number_text(partly),
        "met_share": percent_text(thresholds.met),
        "met": number_text(met),
    }


def _smallest(whole: int, thresholds: Thresholds) -> tuple[int, int]:
    """Return the smallest counts that reach the thresholds."""
    partly, met = (
        math.ceil(Fraction(percent * whole, 100)) for percent in (thresholds.partly, thresholds.met)
    )
    return partly, met


def _explain_cap(measured: Measurement) -> str:
    """Explain what would lift the cap of item 12. The missing services are in the details, which
    not every page reads.
    """
    if not measured.capped:
        return ""
    if missing := missing_kinds(measured.details):
        return _("At most “partly met” while these are missing: %(missing)s.") % {"missing": missing}
    return _("At most “partly met” until every language has confirmed housing and counseling.")


def _explain_target(part: Part, measured: Measurement, thresholds: Thresholds) -> str:
    target = thresholds.targets[part.code]
    return _("It is %(value)s; the office asks for %(target)s. %(lines)s") % {
        "value": number_text(sure(measured.numerator)),
        "target": number_text(target),
        "lines": _lines_of_target(target, thresholds),
    }


def _get_ends_sentence(part: Part, measured: Measurement, thresholds: Thresholds) -> str:
    """Return how the lower and the upper end of a figure are rated, if they differ."""
    ends = get_rated_ends(part, measured, thresholds)
    if ends is None or ends[0] == ends[1]:
        return ""
    low, high = measured.lower_value, measured.upper_value
    text = percent_text if part.unit == Unit.PERCENT else number_text
    params = {"low": text(sure(low)), "low_rating": rating_text(ends[0]), "high_rating": rating_text(ends[1])}
    if high is None:
        return _("At %(low)s the rating is “%(low_rating)s”; it may be up to “%(high_rating)s”.") % params
    params["high"] = text(high)
    return _("At %(low)s the rating is “%(low_rating)s”, at %(high)s “%(high_rating)s”.") % params


def _explain_interval(measured: Measurement, rating: Rating, thresholds: Thresholds) -> str:
    interval = interval_to_rate(measured, thresholds)
    if interval is None:
        return ngettext(
            "A rating needs %(count)s answer.",
            "A rating needs %(count)s answers.",
            thresholds.survey_answers,
        ) % {"count": number_text(thresholds.survey_answers)}
    sentence = {
        Rating.MET: _("The whole interval, %(low)s to %(high)s, is at %(met)s or above."),
        Rating.NOT_MET: _("The whole interval, %(low)s to %(high)s, is below %(partly)s."),
        Rating.PARTLY: _("The whole interval, %(low)s to %(high)s, is between %(partly)s and %(met)s."),
    }.get(rating) or _name_close_threshold(interval, thresholds)
    low, high = interval
    return sentence % {
        "low": percent_text(low),
        "high": percent_text(high),
        "met": percent_text(thresholds.met),
        "partly": percent_text(thresholds.partly),
    }


def _name_close_threshold(interval: tuple[float, float], thresholds: Thresholds) -> str:
    """Return which threshold is inside the interval."""
    low, high = interval
    met, partly = (low < line <= high for line in (thresholds.met, thresholds.partly))
    if met and partly:
        return _("The interval, %(low)s to %(high)s, includes every rating. More answers make it narrower.")
    if met:
        return _("The interval, %(low)s to %(high)s, includes %(met)s. More answers make it narrower.")
    return _("The interval, %(low)s to %(high)s, includes %(partly)s. More answers make it narrower.")
