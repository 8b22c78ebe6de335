"""Items 6 and 7, from the awareness survey of residents: shares with their intervals."""

from typing import Any

from communities.thresholds import SMALLEST_RESULT, Thresholds
from evaluation.instrument import Unit
from evaluation.measures.measured import Measurement, share, sure, unknown
from residents.counting import SurveyTally
from tfc.disclosure import Reader, ShownShare, show_share
from tfc.intervals import wilson


def access_known(tally: SurveyTally | None, *, thresholds: Thresholds | None = None) -> Measurement:
    """Measure 6: residents who know / valid answers, in percent with its Wilson interval.

    `tally` None: no survey in the period.
    """
    return _measure_known(tally, thresholds)


def risks_known(tally: SurveyTally | None, *, thresholds: Thresholds | None = None) -> Measurement:
    """Measure 7: residents who know / valid answers, in percent with its Wilson interval.

    `tally` None: no survey in the period.
    """
    return _measure_known(tally, thresholds)


def show_known(measured: Measurement, reader: Reader) -> ShownShare:
    """Return how many people know, of how many, as ``reader`` may see it; of a figure with a value."""
    knows, most = int(sure(measured.numerator)), int(sure(measured.upper))
    return show_share(knows, measured.denominator, reader, unclear=most - knows)


def _measure_known(tally: SurveyTally | None, thresholds: Thresholds | None) -> Measurement:
    if tally is None:
        return unknown(Unit.PERCENT, "no_survey")
    enough = (thresholds or Thresholds()).enough_answers
    details: dict[str, Any] = {"version": tally.version, "method": tally.method, "enough": enough}
    if tally.valid < SMALLEST_RESULT:
        return unknown(Unit.PERCENT, "too_few_answers", details)
    details |= {
        "valid": tally.valid,
        "refused": tally.refused,
        "unclear": tally.unclear,
        "prompted_knows": tally.prompted_knows,
        "prompted_valid": tally.prompted_valid,
    }
    if tally.valid < enough:
        return unknown(Unit.PERCENT, "too_few_answers", details)
    most = tally.knows + tally.unclear
    lower, upper = wilson(tally.knows, tally.valid)[0], wilson(most, tally.valid)[1]
    return share(tally.knows, tally.valid, upper=most, interval=(100 * lower, 100 * upper), details=details)
