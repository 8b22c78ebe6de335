"""What residents know: items 6 and 7. For the community only, since it shows counts of answers."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.thresholds import Thresholds
from evaluation.explanations.words import Details
from evaluation.measures import Measurement
from residents.counting import Change, Direction
from residents.models import Sampling
from residents.results import change_text
from tfc.number_text import number_text, percent_text, range_text
from tfc.periods import half_year_within


def explain_survey(measured: Measurement, details: Details) -> Iterable[str]:
    is_convenience = bool(details.get("convenience"))
    yield from _explain_result(measured, is_convenience=is_convenience)
    yield from _sample(details, is_convenience=is_convenience)
    yield from _unclear(details)
    yield from _explain_prompted(details)
    yield from _others(details)
    if measured.has_value:
        yield from _change(details.get("change"), is_convenience=is_convenience)


def _explain_result(measured: Measurement, *, is_convenience: bool) -> Iterable[str]:
    """Yield the result; "of those asked" where the respondents are no sample of the community."""
    if measured.numerator is None or not measured.denominator:
        return
    sentence = (
        _("%(part)s of %(whole)s people asked: %(percent)s. They are no sample of the town.")
        if is_convenience
        else _("%(part)s of %(whole)s residents who answered: %(percent)s.")
    )
    yield sentence % {
        "part": number_text(measured.numerator),
        "whole": number_text(measured.denominator),
        "percent": percent_text(measured.value or 0),
    }


def _sample(details: Details, *, is_convenience: bool) -> Iterable[str]:
    if how := dict(Sampling.choices).get(details.get("method", "")):
        yield _("How you met them: %(how)s.") % {"how": str(how).lower()}
    valid, enough = details.get("valid"), details.get("enough") or Thresholds().survey_answers
    if valid is not None and valid < enough:
        yield ngettext(
            "%(count)s valid answer so far. A figure needs %(enough)s.",
            "%(count)s valid answers so far. A figure needs %(enough)s.",
            valid,
        ) % {"count": valid, "enough": enough}
    if refused := details.get("refused"):
        yield ngettext(
            "%(count)s person would rather not say, and is not counted.",
            "%(count)s people would rather not say, and are not counted.",
            refused,
        ) % {"count": refused}


def _unclear(details: Details) -> Iterable[str]:
    if unclear := details.get("unclear"):
        yield ngettext(
            "%(count)s unclear answer: no at the lower end, yes at the upper end.",
            "%(count)s unclear answers: no at the lower end, yes at the upper end.",
            unclear,
        ) % {"count": unclear}


def _explain_prompted(details: Details) -> Iterable[str]:
    """Yield, for item 6 only, the result with the answer options shown."""
    if valid := details.get("prompted_valid"):
        yield _("When shown the answers, not rated: %(knows)s of %(valid)s.") % {
            "knows": number_text(details["prompted_knows"]),
            "valid": number_text(valid),
        }


def _others(details: Details) -> Iterable[str]:
    names = dict(Sampling.choices)
    for other in details.get("others", ()):
        method = other["method"]
        if method == details.get("method"):
            sentence = _("Not added, because the questions differ: %(knows)s of %(valid)s.")
        else:
            sentence = _(
                "Not added, because people were met in another way (%(how)s): %(knows)s of %(valid)s."
            )
        yield sentence % {
            "how": str(names.get(method, method)).lower(),
            "knows": range_text(
                number_text(other["knows"]), number_text(other["knows"] + other.get("unclear", 0))
            ),
            "valid": number_text(other["valid"]),
        }


def _change(change: Details | None, *, is_convenience: bool) -> Iterable[str]:
    """Yield the change, claiming none while the interval includes zero; else the reason why nothing is compared."""
    if not change:
        return
    if change["direction"] == Direction.UNKNOWN:
        yield {
            "first_survey": _("Later surveys of this kind are compared with this first one."),
            "other_method": _("No comparison: the earlier surveys met people in another way."),
            "other_version": _("No comparison: the questions have changed since the earlier surveys."),
            "too_few_answers": _("No comparison: no earlier survey of this kind has enough valid answers."),
        }[change["why"]]
        return
    low, high = change["interval"]
    survey_change = Change(Direction(change["direction"]), change["difference"], (low, high))
    yield change_text(survey_change, half_year_within(change["half_year"]), is_convenience=is_convenience)
