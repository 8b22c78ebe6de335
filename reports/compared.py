"""Compare two half-years of a custom report: the change in words, or the reason why there is none.

Only figures counted alike are compared: over the communities where both are known, by one definition, and both
computed or both overrides. A change is stated only if no resolution of open records could undo it.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from evaluation.instrument import Part, Rule, Unit
from evaluation.measures import Measurement
from evaluation.measures.measured import Number, sure
from evaluation.models import Figure
from reports.gather import GatheredData
from reports.parts import get_visible_figure, pool_part
from reports.schema import ComparisonTable
from tfc.number_text import number_text
from tfc.periods import HalfYear, half_year_within


def build_comparison(gathered: GatheredData) -> ComparisonTable:
    """Return the comparison of a custom report with two half-years or more."""
    since = gathered.rounds[-2]
    return {
        "change": _("Change since %(half_year)s") % {"half_year": half_year_within(since)},
        "rows": [
            {"part": part.code, "change_text": _change(part, since, gathered)} for part in gathered.parts
        ],
    }


def _change(part: Part, since: HalfYear, gathered: GatheredData) -> str:
    if part.rule == Rule.INTERVAL:
        return _("Not compared: a difference between surveys may be chance.")
    if part.unit != Unit.PERCENT and gathered.as_of < gathered.half_year.last_day:
        return _("Not compared: the half-year is not over.")
    before, now = (_figures(part, period, gathered) for period in (since, gathered.half_year))
    both = [key for key in now if key in before and _alike(part, before[key], now[key], gathered)]
    if not both:
        return _explain_missing_change(before, now)
    then, today = (
        pool_part([figures[key] for key in both], part, gathered).measured for figures in (before, now)
    )
    change = change_words(then, today)
    if len(both) == len(before) == len(now):
        return change
    over = ngettext(
        "Over %(number)s community: %(change)s", "Over %(number)s communities: %(change)s", len(both)
    )
    return over % {"number": number_text(len(both)), "change": change}


def _figures(part: Part, period: HalfYear, gathered: GatheredData) -> dict[int, Figure]:
    """Return the known figures by community."""
    return {
        figure.community_id: figure
        for figure in gathered.get_figures(period, part)
        if get_visible_figure(figure, part, gathered, (figure.office_id, figure.period)).measured.has_value
    }


def _alike(part: Part, before: Figure, now: Figure, gathered: GatheredData) -> bool:
    own = [
        get_visible_figure(figure, part, gathered, (figure.office_id, figure.period)).measured.overridden
        for figure in (before, now)
    ]
    return before.definition_version == now.definition_version and own[0] == own[1]


def _explain_missing_change(before: Mapping[int, Figure], now: Mapping[int, Figure]) -> str:
    if not before and not now:
        return _("Unknown in both half-years.")
    if not before:
        return _("Unknown in the previous half-year.")
    if not now:
        return _("Unknown in this half-year.")
    if before.keys() & now.keys():
        return _("Not compared: counted differently.")
    return _("No community is known in both half-years.")


def change_words(before: Measurement, now: Measurement) -> str:
    """Return the change between two known values of one unit: "12 points higher", "2 fewer", "the same", or that it is
    unknown.
    """
    (low, top), (floor, high) = _range(before), _range(now)
    if (low, top) == (floor, high) and low == top:
        return _("the same")
    exact = low == top and floor == high
    if top is not None and floor > top:
        return _format_change(
            _points_up if now.unit == Unit.PERCENT else _describe_change, floor - top, exact=exact
        )
    if high is not None and high < low:
        return _format_change(_points_down if now.unit == Unit.PERCENT else _fewer, low - high, exact=exact)
    return _("unknown, because records are incomplete")


def _range(measured: Measurement) -> tuple[Number, Number | None]:
    return sure(measured.lower_value), measured.upper_value


def _format_change(say: Callable[[Number], str], by: Number, *, exact: bool) -> str:
    return say(by) if exact else _("at least %(low)s") % {"low": say(by)}


def _describe_change(by: Number) -> str:
    return pgettext("difference", "%(number)s more") % {"number": number_text(by)}


def _fewer(by: Number) -> str:
    return _("%(number)s fewer") % {"number": number_text(by)}


def _points_up(by: Number) -> str:
    text = ngettext("%(number)s point higher", "%(number)s points higher", _round_number(by) or 2)
    return text % {"number": _points(by)}


def _points_down(by: Number) -> str:
    text = ngettext("%(number)s point lower", "%(number)s points lower", _round_number(by) or 2)
    return text % {"number": _points(by)}


def _points(by: Number) -> str:
    """Return whole points, or the exact value below half a point: "0 points higher" would read as no change."""
    return number_text(_round_number(by) or Fraction(by))


def _round_number(by: Number) -> int:
    return int(Fraction(by) + Fraction(1, 2))
