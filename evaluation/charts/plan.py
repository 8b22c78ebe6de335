"""Plan against actual over time: the line from the baseline to the goal, and the steps that were reached."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from evaluation.charts.scale import Linear, nice_top
from evaluation.instrument import Unit
from evaluation.measures.plans import Plan
from evaluation.wording import day_text, number_text, percent_text

BOX = {"width": 420, "height": 210, "left": 40, "right": 14, "top": 18, "bottom": 30}


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


def plan_chart(
    title: str, plan: Plan, reached: Sequence[Reached], today: dt.date, *, unit: Unit
) -> SafeString:
    """``title`` tells those who do not see it what it shows; the table under it has every number."""
    numbers = [float(plan.base), float(plan.goal)]
    numbers += [one for each in reached for one in (each.lower, each.upper) if one is not None]
    top = 100.0 if unit == Unit.PERCENT else nice_top(numbers)
    last = max([plan.due, *(one.day for one in reached)])
    floor = BOX["height"] - BOX["bottom"]
    across = Linear(plan.start.toordinal(), last.toordinal(), BOX["left"], BOX["width"] - BOX["right"])
    up = Linear(0, top, floor, BOX["top"])
    marks = [_mark(one, across, up) for one in reached]
    text = percent_text if unit == Unit.PERCENT else number_text
    steps = (0, top / 2, top) if unit == Unit.PERCENT or top % 2 == 0 else (0, top)
    context = {
        "title": title,
        "role": "group" if any(one.url for one in marks) else "img",
        "box": BOX | {"floor": floor},
        "ticks": [{"y": up(value), "label": text(value)} for value in steps],
        "plan": {
            "x1": across(plan.start.toordinal()),
            "y1": up(float(plan.base)),
            "x2": across(plan.due.toordinal()),
            "y2": up(float(plan.goal)),
        },
        "steps": _path(marks),
        "marks": marks,
        "today": across(today.toordinal()) if plan.start <= today <= last else None,
        "first": day_text(plan.start),
        "last": day_text(last),
    }
    return render_to_string("evaluation/charts/plan.svg", context)


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
