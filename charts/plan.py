"""Plan against actual over time: the line from the baseline to the goal, and the steps that were reached."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from charts.axis import in_unit, ticks, vertical
from charts.data import plan_data
from charts.scale import Linear
from charts.trend import Layout
from evaluation.instrument import Unit
from evaluation.measures.plans import Plan
from evaluation.wording import day_text
from tfc.charts import Chart, Key
from tfc.charts.texts import width_of
from tfc.text.punctuation import sentences

WIDE = Layout(width=640, plot=190, left=48, right=20, words=13, css="ch-label", axis="ch-axis")
NARROW = Layout(width=340, plot=150, left=44, right=14, words=14, css="ch-small", axis="ch-axis-small")
ABOVE, BELOW = 46, 34
# Words nearer to each other than this cannot be read.
APART = 18


@dataclass(frozen=True)
class Reached:
    """What was reached on a day: ``value``, None where it is not known, within bounds of which ``upper`` may be open
    (None). ``title`` says it in words, ``url`` leads behind it."""

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
class Words:
    """Centered at ``x``, above or below the place that they tell of."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Geometry:
    """``plan`` runs from (x1, y1) to (x2, y2), the goal; ``today`` is the path of its line, empty outside of it."""

    floor: float
    height: float
    plan: tuple[float, float, float, float]
    marks: Sequence[Mark]
    path: str
    today: str
    today_words: Words | None
    goal: Words
    last: Words | None

    @property
    def middle(self) -> float:
        return (ABOVE + self.floor) / 2


def plan_chart(
    code: str,
    title: str,
    plan: Plan,
    reached: Sequence[Reached],
    today: dt.date,
    *,
    unit: Unit,
    told: str = "",
    note: str = "",
    source: str = "",
    headers: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
) -> Chart:
    """``told`` tells those who do not see it what it shows; ``rows`` have every number. Where nothing was reached yet,
    or nothing is known, the plan alone is no chart but a sentence."""
    is_drawn = any(one.value is not None for one in reached)
    arguments = (title, plan, reached, today, unit, told)
    sentence = _("The plan is %(goal)s by %(day)s. What was reached is not known yet.") % {
        "goal": in_unit(float(plan.goal), unit),
        "day": day_text(plan.due),
    }
    return Chart(
        code=code,
        title=title,
        told=told,
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
        '<path class="{}" d="M1 8h14"/><circle class="{}" cx="8" cy="8" r="4"/>', "ch-line", "ch-point"
    )
    line = format_html('<path class="{}" d="M0 8h16"/>', "ch-plan")
    return [
        Key(_("Reached"), own),
        Key(_("Planned"), line),
    ]


def _notes(reached: Sequence[Reached]) -> list[str]:
    said = []
    if any(one.value is None for one in reached):
        said.append(_("A question mark: not known."))
    if any(one.value is not None and one.lower != one.upper for one in reached):
        said.append(_("Upright lines: how far the true value may be off."))
    return said


def draw(
    title: str,
    plan: Plan,
    reached: Sequence[Reached],
    today: dt.date,
    unit: Unit,
    told: str,
    layout: Layout,
) -> SafeString:
    found = geometry(plan, reached, today, unit, layout)
    context = {
        "title": title,
        "told": told,
        # A picture has no links inside it: with them, it is a group of links.
        "role": "group" if any(one.url for one in reached) else "img",
        "layout": layout,
        "top": ABOVE,
        "one": found,
        "ticks": ticks(_scale(plan, reached, unit, layout), unit),
        "first": day_text(plan.start),
        "until": day_text(_last(plan, reached)),
    }
    return render_to_string("charts/plan.svg", context)


def _last(plan: Plan, reached: Sequence[Reached]) -> dt.date:
    return max([plan.due, *(one.day for one in reached)])


def _scale(plan: Plan, reached: Sequence[Reached], unit: Unit, layout: Layout) -> Linear:
    numbers = [float(plan.base), float(plan.goal)]
    numbers += [one for each in reached for one in (each.lower, each.value, each.upper) if one is not None]
    return vertical(unit, numbers, ABOVE + layout.plot, ABOVE)


def geometry(plan: Plan, reached: Sequence[Reached], today: dt.date, unit: Unit, layout: Layout) -> Geometry:
    last = _last(plan, reached)
    across = Linear(plan.start.toordinal(), last.toordinal(), layout.left + 6, layout.width - layout.right)
    up = _scale(plan, reached, unit, layout)
    marks = [_mark(one, across, up) for one in reached]
    ends = (
        across(plan.start.toordinal()), up(float(plan.base)), across(plan.due.toordinal()), up(float(plan.goal)),
    )  # fmt: skip
    now = across(today.toordinal()) if plan.start <= today <= last else None
    words = _("Goal: %(goal)s") % {"goal": in_unit(float(plan.goal), unit)}
    goal = _over(marks, _beside(ends[2], ends[3], words, layout), layout)
    newest = _last_words(reached, marks, goal, unit, layout)
    return Geometry(
        floor=ABOVE + layout.plot,
        height=ABOVE + layout.plot + BELOW,
        plan=ends,
        marks=marks,
        path=_path(marks),
        today="" if now is None else _upright(now, ABOVE + layout.plot, (goal, newest), layout),
        # Above everything that is drawn: at the axis stands the number of who has nothing yet.
        today_words=None if now is None else _beside(now, 23, _("today"), layout),
        goal=goal,
        last=newest,
    )


def _upright(x: float, floor: float, words: Sequence[Words | None], layout: Layout) -> str:
    """From the top to the floor; words that stand in its way interrupt it."""
    crossed = [one for one in words if one and abs(one.x - x) < width_of(one.text, layout.words + 1) / 2 + 3]
    path = f"M{round(x, 2)} 17"
    for one in sorted(crossed, key=lambda each: each.y):
        path += f"V{round(max(one.y - 13, 17), 2)}M{round(x, 2)} {round(one.y + 5, 2)}"
    return f"{path}V{floor}"


def _beside(x: float, y: float, text: str, layout: Layout) -> Words:
    """Above the place, kept inside the drawing."""
    half = width_of(text, layout.words + 1) / 2
    return Words(round(min(x, layout.width - 2 - half), 2), round(y - 11, 2), text)


def _over(marks: Sequence[Mark], words: Words, layout: Layout) -> Words:
    """Higher, where how far a step could be off would reach into the words."""
    half = width_of(words.text, layout.words + 1) / 2 + 5
    tops = [one.upper_y for one in marks if one.upper_y is not None and abs(one.x - words.x) < half]
    reached = [top for top in tops if words.y - 13 < top < words.y + 8]
    return Words(words.x, round(min(reached) - 9, 2), words.text) if reached else words


def _last_words(
    reached: Sequence[Reached], marks: Sequence[Mark], goal: Words, unit: Unit, layout: Layout
) -> Words | None:
    """The number of the last step that is known, below it where the goal's words stand above."""
    known = [(one, mark) for one, mark in zip(reached, marks, strict=True) if mark.y is not None]
    if not known:
        return None
    one, mark = known[-1]
    at = min(each for each in (mark.y, mark.upper_y, mark.open_y) if each is not None)
    found = _beside(mark.x, at, in_unit(one.value or 0, unit), layout)
    reach = (width_of(goal.text, layout.words) + width_of(found.text, layout.words)) / 2 + 6
    if abs(found.x - goal.x) < reach and abs(found.y - goal.y) < APART:
        below = max(each for each in (mark.y, mark.lower_y) if each is not None)
        return Words(found.x, round(below + 20, 2), found.text)
    return found


def _mark(one: Reached, across: Linear, up: Linear) -> Mark:
    def y(number: float | None) -> float | None:
        return None if number is None else up(number)

    is_known, is_range = one.value is not None, one.upper is not None and one.upper != one.lower
    return Mark(
        x=across(one.day.toordinal()),
        y=y(one.value),
        lower_y=y(one.lower),
        upper_y=y(one.upper) if is_range else None,
        open_y=up.end if is_known and one.upper is None else None,
        title=one.title,
        url=one.url,
    )


def _path(marks: Sequence[Mark]) -> str:
    """From step to step; what is not known breaks the line."""
    words: list[str] = []
    draws = False
    for mark in marks:
        if mark.y is None:
            draws = False
            continue
        words.append(f"{'L' if draws else 'M'}{mark.x:g} {mark.y:g}")
        draws = True
    return " ".join(words)
