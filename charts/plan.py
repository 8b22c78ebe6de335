"""Plan against actual over time: the line from the baseline to the goal, and the steps reached."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charts.axis import Linear, ticks, vertical
from charts.data import plan_data
from charts.trend import Layout
from evaluation.instrument import Unit
from evaluation.measures.plans import Plan
from evaluation.wording import day_text, in_unit
from tfc.charts import Chart, Key
from tfc.charts.texts import measure_width
from tfc.text.punctuation import join_title, sentences

WIDE = Layout(
    width=640, plot=190, left=48, right=20, font_size=13, css="tf-chart-label", axis="tf-chart-axis"
)
NARROW = Layout(
    width=340, plot=150, left=44, right=14, font_size=14, css="tf-chart-small", axis="tf-chart-axis-small"
)
ABOVE, BELOW = 46, 34
# Texts nearer to each other than this are not legible.
APART = 18


@dataclass(frozen=True)
class ReachedStep:
    """What was reached on a day: ``value`` (None if not known) within bounds, of which ``upper`` may be open (None).

    ``title`` says it in words; ``url`` leads to its sources.
    """

    day: dt.date
    value: float | None
    lower: float | None
    upper: float | None
    title: str
    url: str = ""


@dataclass(frozen=True)
class Mark:
    x: float
    y: float | None
    lower_y: float | None
    upper_y: float | None
    open_y: float | None
    title: str
    url: str


@dataclass(frozen=True)
class Caption:
    """Centered at ``x``, above or below the place that it describes."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Geometry:
    """``plan`` runs from (x1, y1) to the goal (x2, y2); ``today`` is the path of its line, "" outside the chart."""

    floor: float
    height: float
    plan: tuple[float, float, float, float]
    marks: Sequence[Mark]
    path: str
    today: str
    today_caption: Caption | None
    goal: Caption
    last: Caption | None

    @property
    def middle(self) -> float:
        return (ABOVE + self.floor) / 2


def plan_chart(
    code: str,
    title: str,
    plan: Plan,
    reached: Sequence[ReachedStep],
    today: dt.date,
    *,
    unit: Unit,
    description: str = "",
    note: str = "",
    source: str = "",
    headers: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
) -> Chart:
    """Draw plan and steps, or return a sentence if nothing is known yet.

    ``description`` is the text alternative; ``rows`` have every number.
    """
    is_drawn = any(step.value is not None for step in reached)
    arguments = (title, plan, reached, today, unit, description)
    sentence = _("Plan: %(goal)s by %(day)s. Result unknown.") % {
        "goal": in_unit(float(plan.goal), unit),
        "day": day_text(plan.due),
    }
    return Chart(
        code=code,
        title=title,
        text_alternative=description,
        svg=draw(*arguments, WIDE) if is_drawn else SafeString(),
        small=draw(*arguments, NARROW) if is_drawn else SafeString(),
        sentence="" if is_drawn else sentence,
        note=sentences((note, *(_notes(reached) if is_drawn else ()))),
        headers=headers,
        rows=rows,
        data=plan_data(plan, reached),
        legend=_legend() if is_drawn else (),
        source=source,
        made_on=today,
    )


def _legend() -> list[Key]:
    own = format_html(
        '<path class="{}" d="M1 8h14"/><circle class="{}" cx="8" cy="8" r="4"/>',
        "tf-chart-line",
        "tf-chart-point",
    )
    line = format_html('<path class="{}" d="M0 8h16"/>', "tf-chart-plan")
    return [
        Key(_("Reached"), own),
        Key(_("Planned"), line),
    ]


def _notes(reached: Sequence[ReachedStep]) -> list[str]:
    notes = []
    if any(step.value is None for step in reached):
        notes.append(_("Question mark: unknown."))
    if any(step.value is not None and step.lower != step.upper for step in reached):
        notes.append(_("Upright lines: margin of error."))
    return notes


def draw(
    title: str,
    plan: Plan,
    reached: Sequence[ReachedStep],
    today: dt.date,
    unit: Unit,
    description: str,
    layout: Layout,
) -> SafeString:
    plan_geometry = geometry(plan, reached, today, unit, layout)
    context = {
        "title": title,
        "description": description,
        # An image cannot contain links for assistive technology; a group can.
        "role": "group" if any(step.url for step in reached) else "img",
        "layout": layout,
        "top": ABOVE,
        "one": plan_geometry,
        "ticks": ticks(_scale(plan, reached, unit, layout), unit),
        "first": day_text(plan.start),
        "until": day_text(_last(plan, reached)),
    }
    return render_to_string("charts/plan.svg", context)


def _last(plan: Plan, reached: Sequence[ReachedStep]) -> dt.date:
    return max([plan.due, *(step.day for step in reached)])


def _scale(plan: Plan, reached: Sequence[ReachedStep], unit: Unit, layout: Layout) -> Linear:
    numbers = [float(plan.base), float(plan.goal)]
    numbers += [
        number for step in reached for number in (step.lower, step.value, step.upper) if number is not None
    ]
    return vertical(unit, numbers, ABOVE + layout.plot, ABOVE)


def geometry(
    plan: Plan, reached: Sequence[ReachedStep], today: dt.date, unit: Unit, layout: Layout
) -> Geometry:
    last = _last(plan, reached)
    across = Linear(plan.start.toordinal(), last.toordinal(), layout.left + 6, layout.width - layout.right)
    up = _scale(plan, reached, unit, layout)
    marks = [_mark(step, across, up) for step in reached]
    ends = (
        across(plan.start.toordinal()), up(float(plan.base)), across(plan.due.toordinal()), up(float(plan.goal)),
    )  # fmt: skip
    now = across(today.toordinal()) if plan.start <= today <= last else None
    goal_text = join_title(_("Goal"), in_unit(float(plan.goal), unit))
    goal = _raise_caption(marks, _place_caption(ends[2], ends[3], goal_text, layout), layout)
    newest = _build_last_caption(reached, marks, goal, unit, layout)
    return Geometry(
        floor=ABOVE + layout.plot,
        height=ABOVE + layout.plot + BELOW,
        plan=ends,
        marks=marks,
        path=_path(marks),
        today="" if now is None else _draw_today_line(now, ABOVE + layout.plot, (goal, newest), layout),
        # Above everything else: at the axis a label of zero may be in the way.
        today_caption=None if now is None else _place_caption(now, 23, _("Today"), layout),
        goal=goal,
        last=newest,
    )


def _draw_today_line(x: float, floor: float, captions: Sequence[Caption | None], layout: Layout) -> str:
    """Return the path from the top to the floor, interrupted by captions in its way."""
    crossed = [
        caption
        for caption in captions
        if caption and abs(caption.x - x) < measure_width(caption.text, layout.font_size + 1) / 2 + 3
    ]
    path = f"M{round(x, 2)} 17"
    for caption in sorted(crossed, key=lambda caption: caption.y):
        path += f"V{round(max(caption.y - 13, 17), 2)}M{round(x, 2)} {round(caption.y + 5, 2)}"
    return f"{path}V{floor}"


def _place_caption(x: float, y: float, text: str, layout: Layout) -> Caption:
    """Return a caption above the place, kept inside the drawing."""
    half = measure_width(text, layout.font_size + 1) / 2
    return Caption(round(min(x, layout.width - 2 - half), 2), round(y - 11, 2), text)


def _raise_caption(marks: Sequence[Mark], caption: Caption, layout: Layout) -> Caption:
    """Return the caption, raised if the range of a step would overlap it."""
    half = measure_width(caption.text, layout.font_size + 1) / 2 + 5
    tops = [mark.upper_y for mark in marks if mark.upper_y is not None and abs(mark.x - caption.x) < half]
    reached = [top for top in tops if caption.y - 13 < top < caption.y + 8]
    return Caption(caption.x, round(min(reached) - 9, 2), caption.text) if reached else caption


def _build_last_caption(
    reached: Sequence[ReachedStep], marks: Sequence[Mark], goal: Caption, unit: Unit, layout: Layout
) -> Caption | None:
    """Return the caption of the last known step, below it if the goal's caption is above."""
    pairs = [(step, mark) for step, mark in zip(reached, marks, strict=True) if mark.y is not None]
    if not pairs:
        return None
    step, mark = pairs[-1]
    at = min(y for y in (mark.y, mark.upper_y, mark.open_y) if y is not None)
    caption = _place_caption(mark.x, at, in_unit(step.value or 0, unit), layout)
    reach = (
        measure_width(goal.text, layout.font_size) + measure_width(caption.text, layout.font_size)
    ) / 2 + 6
    if abs(caption.x - goal.x) < reach and abs(caption.y - goal.y) < APART:
        below = max(y for y in (mark.y, mark.lower_y) if y is not None)
        return Caption(caption.x, round(below + 20, 2), caption.text)
    return caption


def _mark(step: ReachedStep, across: Linear, up: Linear) -> Mark:
    def y(number: float | None) -> float | None:
        return None if number is None else up(number)

    is_known, is_range = step.value is not None, step.upper is not None and step.upper != step.lower
    return Mark(
        x=across(step.day.toordinal()),
        y=y(step.value),
        lower_y=y(step.lower),
        upper_y=y(step.upper) if is_range else None,
        open_y=up.end if is_known and step.upper is None else None,
        title=step.title,
        url=step.url,
    )


def _path(marks: Sequence[Mark]) -> str:
    """Return the path from step to step, interrupted where a value is not known."""
    commands: list[str] = []
    draws = False
    for mark in marks:
        if mark.y is None:
            draws = False
            continue
        commands.append(f"{'L' if draws else 'M'}{mark.x:g} {mark.y:g}")
        draws = True
    return " ".join(commands)
