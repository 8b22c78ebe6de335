"""A figure over half-years as it may be drawn: what each point is, and between which points no line may run."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from charts.axis import in_unit
from evaluation.instrument import Unit
from evaluation.measures import Measurement, State
from evaluation.measures.measured import to_json_number
from evaluation.wording import bounds_text, interval_text, value_text
from tfc.half_years import half_year_text, half_year_within
from tfc.number_text import number_text
from tfc.periods import HalfYear
from tfc.text.punctuation import clauses, listed, phrases, titled


@dataclass(frozen=True)
class Point:
    """One half-year. ``low`` and ``high`` are the sampling interval or the bounds, in the unit; with ``open_above``
    nobody knows how much more it is. ``words`` say the figure, ``certainty`` how exact it is; of a sum
    ``coverage`` says for how many it is known, ``known_of`` the same as "9/14". ``state`` "" means that nobody asked.
    ``version`` and ``method`` say how it was counted: where one of them changes, the line breaks.
    ``label`` stands beside the point, where it is not the value.
    """

    half_year: str
    state: str
    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    open_above: bool = False
    certainty: str = ""
    coverage: str = ""
    coverage_fraction: str = ""
    url: str = ""
    version: str = ""
    method: str = ""
    label: str = ""

    @property
    def title(self) -> str:
        """ "July to December 2025: 75%, between 60% and 80%"."""
        text = phrases((self.text, self.certainty, self.coverage))
        return titled(half_year_text(self.half_year), text)

    @property
    def is_range(self) -> bool:
        return self.low is not None and self.high is not None and self.low != self.high


def build_point(
    half_year: str,
    measured: Measurement | None,
    *,
    url: str = "",
    version: str = "",
    coverage: str = "",
    coverage_fraction: str = "",
) -> Point:
    """A figure as its reader may see it. The pool of a residents' survey, its version and way, is in the details."""
    if measured is None:
        return Point(half_year, "", _("No round"))
    survey = [str(measured.details[name]) for name in ("version", "method") if measured.details.get(name)]
    low, high = _reach(measured)
    return Point(
        half_year=half_year,
        state=measured.state.value,
        text=value_text(measured),
        value=None if measured.value is None else float(measured.value),
        low=low,
        high=high,
        open_above=measured.has_value and measured.upper is None,
        certainty=interval_text(measured) or bounds_text(measured),
        coverage=coverage,
        coverage_fraction=coverage_fraction,
        url=url,
        version=version,
        method=" ".join(survey),
    )


def _reach(measured: Measurement) -> tuple[float | None, float | None]:
    if measured.interval is not None:
        return measured.interval
    low, high = to_json_number(measured.lower_value), to_json_number(measured.upper_value)
    return (None if low is None else float(low), None if high is None else float(high))


def fill_gaps(points: Sequence[Point]) -> list[Point]:
    """With a place for each half-year between the first and the last, so that no line runs over one that nobody asked
    about. ``points`` are the oldest first."""
    filled_points: list[Point] = []
    for point in points:
        while filled_points and filled_points[-1].half_year < str(HalfYear.parse(point.half_year).previous()):
            filled_points.append(build_point(str(HalfYear.parse(filled_points[-1].half_year).next()), None))
        filled_points.append(point)
    return filled_points


class BreakReason(StrEnum):
    VERSION = "version"
    METHOD = "method"


def break_between(before: Point, after: Point) -> BreakReason | None:
    """Why two figures may not be compared; an unnamed version or method says nothing."""
    if before.version and after.version and before.version != after.version:
        return BreakReason.VERSION
    if before.method and after.method and before.method != after.method:
        return BreakReason.METHOD
    return None


def get_break_text(why: BreakReason) -> str:
    if why == BreakReason.VERSION:
        return _("counted anew")
    return _("asked another way")


def find_breaks(points: Sequence[Point]) -> list[tuple[int, BreakReason]]:
    """(index of the first point after it, why). A gap does not hide that the method changed meanwhile."""
    line_breaks: list[tuple[int, BreakReason]] = []
    before: Point | None = None
    for index, point in enumerate(points):
        if not (point.version or point.method):
            continue
        if before and (why := break_between(before, point)):
            line_breaks.append((index, why))
        before = point
    return line_breaks


def find_runs(points: Sequence[Point]) -> list[list[int]]:
    """Indexes of points that one line joins: known, one half-year after the other, and counted in one way."""
    borders = {index for index, _why in find_breaks(points)}
    index_runs: list[list[int]] = []
    joins = False
    for index, point in enumerate(points):
        if point.value is None:
            joins = False
        elif joins and index not in borders:
            index_runs[-1].append(index)
        else:
            index_runs.append([index])
            joins = True
    return index_runs


def get_points_with_value(points: Sequence[Point]) -> list[Point]:
    return [point for point in points if point.value is not None]


def describe(points: Sequence[Point]) -> str:
    """For those who do not see it: every half-year in words, and where the counting changed."""
    borders = dict(find_breaks(points))
    lines = []
    for index, point in enumerate(points):
        if index in borders:
            lines.append(f"({get_break_text(borders[index])})")
        lines.append(point.title)
    return clauses(lines)


def sentence(points: Sequence[Point]) -> str:
    """Instead of a chart: of one point there is no course, and of none nothing at all."""
    points_with_value = get_points_with_value(points)
    if not points_with_value:
        hidden = [point for point in points if point.state == State.HIDDEN]
        if hidden:
            return _("Nothing can be drawn here: what is known tells of few people and is not shown.")
        return _("Not known in any half-year yet.")
    return _("%(figure)s. There is no second half-year to compare with yet.") % {
        "figure": points_with_value[0].title
    }


def notes(points: Sequence[Point], *, of_many: bool = False) -> list[str]:
    """What signs on the chart mean, as far as they are there. Small panels name no half-years, and no "9/14"."""
    states = {point.state for point in points}
    texts = []
    if State.UNKNOWN in states:
        texts.append(_("A question mark: not known."))
    if State.HIDDEN in states:
        texts.append(_("Three dots: known, but not shown, because it tells of few people."))
    not_applicable = [
        half_year_within(point.half_year) for point in points if point.state == State.NOT_APPLICABLE
    ]
    if not_applicable and of_many:
        texts.append(_("Empty: did not apply."))
    elif not_applicable:
        texts.append(_("Did not apply in: %(half_years)s.") % {"half_years": listed(not_applicable)})
    if not of_many and any(point.coverage_fraction for point in points):
        texts.append(_("Below the years: for how many of the communities it is known."))
    if any(point.is_range or point.open_above for point in get_points_with_value(points)):
        texts.append(_("Upright lines: how far the true value may be off."))
    return texts


def label(point: Point, unit: Unit) -> str:
    """Beside the point: "75%", "6", "0, declared"."""
    if point.value is None or point.label:
        return point.label
    if point.state == State.DECLARED_ZERO:
        return _("%(zero)s, declared") % {"zero": number_text(0)}
    return in_unit(point.value, unit)
