"""A figure over half-years, prepared for drawing: its points, and which of them a line may join."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from evaluation.instrument import Unit
from evaluation.measures import Measurement, State
from evaluation.measures.measured import to_json_number
from evaluation.wording import bounds_text, in_unit, interval_text, value_text
from tfc.number_text import number_text
from tfc.periods import HalfYear, half_year_text, half_year_within
from tfc.text.punctuation import clauses, join_title, listed, phrases


@dataclass(frozen=True)
class Point:
    """One half-year. ``low`` and ``high`` are the sampling interval or the bounds, in the unit; with ``open_above``
    there is no upper bound.

    ``text`` is the figure in words, ``certainty`` its uncertainty; for a sum ``coverage`` says for how many it is
    known, ``coverage_fraction`` the same as "9/14". ``state`` "" means that there was no round.

    ``version`` and ``method`` say how it was counted: where one of them changes, the line breaks. ``label`` is shown
    at the point instead of the value.
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
        """Return, for example, "July to December 2025: 75%, between 60% and 80%" as text."""
        text = phrases((self.text, self.certainty, self.coverage))
        return join_title(half_year_text(self.half_year), text)

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
    """Return the point of a figure that is masked for its reader. Version and method of a residents' survey are in its
    details.
    """
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
    """Return the points with one for each missing half-year, so that no line skips one without a round. ``points``:
    oldest first.
    """
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
    """Return why two figures are not comparable; a missing version or method is ignored."""
    if before.version and after.version and before.version != after.version:
        return BreakReason.VERSION
    if before.method and after.method and before.method != after.method:
        return BreakReason.METHOD
    return None


def get_break_text(why: BreakReason) -> str:
    if why == BreakReason.VERSION:
        return _("method changed")
    return _("question changed")


def find_breaks(points: Sequence[Point]) -> list[tuple[int, BreakReason]]:
    """Return (index of the first point after the break, reason). A change during a gap is found, too."""
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
    """Return the indexes joined by each line: known, consecutive half-years, counted in the same way."""
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
    """Return the text alternative: every half-year in words, and the breaks."""
    borders = dict(find_breaks(points))
    lines = []
    for index, point in enumerate(points):
        if index in borders:
            lines.append(f"({get_break_text(borders[index])})")
        lines.append(point.title)
    return clauses(lines)


def sentence(points: Sequence[Point]) -> str:
    """Return the sentence shown instead of a chart: one point has no trend."""
    points_with_value = get_points_with_value(points)
    if not points_with_value:
        hidden = [point for point in points if point.state == State.HIDDEN]
        if hidden:
            return _("The known figures are hidden (small numbers).")
        return _("Unknown in all half-years.")
    return _("%(figure)s. Nothing to compare with yet.") % {"figure": points_with_value[0].title}


def notes(points: Sequence[Point], *, of_many: bool = False) -> list[str]:
    """Return notes on the signs in the chart. Small panels name no half-years and no "9/14"."""
    states = {point.state for point in points}
    texts = []
    if State.UNKNOWN in states:
        texts.append(_("Question mark: unknown."))
    if State.HIDDEN in states:
        texts.append(_("Three dots: hidden (small number)."))
    not_applicable = [
        half_year_within(point.half_year) for point in points if point.state == State.NOT_APPLICABLE
    ]
    if not_applicable and of_many:
        texts.append(_("Empty: not applicable."))
    elif not_applicable:
        texts.append(_("Not applicable in: %(half_years)s.") % {"half_years": listed(not_applicable)})
    if not of_many and any(point.coverage_fraction for point in points):
        texts.append(_("Below the years: number of communities where this is known."))
    if any(point.is_range or point.open_above for point in get_points_with_value(points)):
        texts.append(_("Upright lines: margin of error."))
    return texts


def label(point: Point, unit: Unit) -> str:
    """Return the point's label, for example "75%", "6" or "0, declared"."""
    if point.value is None or point.label:
        return point.label
    if point.state == State.DECLARED_ZERO:
        return _("%(zero)s, declared") % {"zero": number_text(0)}
    return in_unit(point.value, unit)
