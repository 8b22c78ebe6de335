"""Formatting of periods, states and units in reports, in the active language, in addition to evaluation.wording."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from evaluation.instrument import Part, Unit
from evaluation.measures import Measurement, State
from evaluation.measures.measured import Number
from evaluation.models import SubmissionState
from evaluation.review import NOT_STARTED, SURVEY_STATES
from evaluation.wording import bounds_text, interval_text, value_text
from tfc.number_text import number_text, percent_text


def in_unit(number: Number | float, unit: Unit) -> str:
    return percent_text(number) if unit == Unit.PERCENT else number_text(number)


def figure_text(measured: Measurement) -> str:
    """Return the number alone, also for a declared zero; empty if not known."""
    return "" if measured.value is None else in_unit(measured.value, measured.unit)


def span_text(start: date, end: date) -> str:
    """Return the period in months: historical results were reported by month and year."""
    first, last = (date_format(day, "YEAR_MONTH_FORMAT") for day in (start, end))
    return first if first == last else f"{first} – {last}"


def certainty_text(measured: Measurement) -> str:
    """Return the figure's uncertainty: the sampling interval of a survey, or the bounds from unresolved records."""
    return interval_text(measured) or bounds_text(measured)


def state_text(state: str) -> str:
    return {
        "value": _("Known"),
        "declared_zero": _("0 (reported as zero)"),
        "unknown": _("Unknown"),
        "not_applicable": _("Does not apply"),
        "hidden": _("Not shown"),
    }[state]


def get_state_text(measured: Measurement) -> str:
    """Return the state in words; a value that is known per community but not summed is not called unknown."""
    return value_text(measured) if measured.state == State.UNKNOWN else state_text(measured.state.value)


def submission_text(state: str) -> str:
    """Return the state of a survey; "Draft" would be mistaken for the state of the report."""
    if state == SubmissionState.DRAFT:
        return _("Not submitted")
    return str(SURVEY_STATES[NOT_STARTED if state == "none" else state])


def unit_text(part: Part) -> str:
    if part.code == "stakeholder_meetings":
        return _("meetings")
    return {Unit.PERCENT: _("percent"), Unit.COUNT: _("events"), Unit.PEOPLE: _("people")}[part.unit]
