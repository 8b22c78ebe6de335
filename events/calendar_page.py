"""Content of a page with a calendar: a table of weeks for wide screens, a list of days for narrow ones."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.formats import date_format

from events.month import Happening, Month, group_by_day
from events.words import day_words
from tfc.text.line_breaks import time_words

MONTH, LIST = "month", "list"
# The most rows in a day of the table; the list of days shows all.
ROOM = 4

Kind = TypeVar("Kind", bound=Happening)
Row = dict[str, Any]


def parse_month(query: QueryDict, today: dt.date) -> tuple[Month, bool]:
    """Return the month of the ``?month=`` parameter, or today's, and whether the parameter was valid."""
    text = query.get("month", "")
    if not text:
        return Month.from_day(today), True
    try:
        return Month.parse(text), True
    except ValueError:
        return Month.from_day(today), False


def calendar_page(
    month: Month,
    happenings: Iterable[Kind],
    row_of: Callable[[Kind], Row],
    *,
    query: QueryDict,
    today: dt.date,
    marks: dict[dt.date, list[Row]] | None = None,
    left_out: dict[dt.date, int] | None = None,
) -> dict[str, Any]:
    """Return the context of whole weeks. ``marks``: rows that belong to a day and have no time, listed first.
    ``left_out``: number of a day's events that are not among ``happenings``, since a page of that day shows them.
    """
    weeks = month.weeks()
    happenings_by_day = group_by_day(happenings, weeks[0][0], weeks[-1][-1])
    rows = {
        day: [
            *(marks or {}).get(day, []),
            *(_row(happening, day, row_of) for happening in happenings_by_day.get(day, [])),
        ]
        for week in weeks
        for day in week
    }
    untold = left_out or {}
    view = LIST if query.get("view") == LIST else MONTH
    filled = [day for day in sorted(rows) if rows[day] and Month.from_day(day) == month]
    return {
        "month": month,
        "view": view,
        "weekdays": [{"name": date_format(day, "l"), "short": date_format(day, "D")} for day in weeks[0]],
        "weeks": [
            [_cell(day, month, today, rows[day], untold.get(day, 0)) for day in week] for week in weeks
        ],
        "days": [
            {
                "day": day,
                "words": day_words(day),
                "is_today": day == today,
                "rows": rows[day],
                "more": untold.get(day, 0),
            }
            for day in filled
        ],
        # Where the list starts today, after past days.
        "from_today": next((day for day in filled if day >= today > filled[0]), None),
        **_links(month, view, today),
    }


def day_rows(happenings: Iterable[Kind], day: dt.date, row_of: Callable[[Kind], Row]) -> list[Row]:
    """Return the rows of one day alone, in the order given."""
    return [_row(happening, day, row_of) for happening in happenings]


def _row(happening: Kind, day: dt.date, row_of: Callable[[Kind], Row]) -> Row:
    """Return a row. ``goes_on``: the event began on an earlier day."""
    start = happening.starts_at.astimezone(ZoneInfo(happening.time_zone))
    goes_on = start.date() < day
    return {"time": "" if goes_on else time_words(start.time()), "goes_on": goes_on, **row_of(happening)}


def _cell(day: dt.date, month: Month, today: dt.date, rows: list[Row], more: int) -> dict[str, Any]:
    shown = rows if len(rows) <= ROOM else rows[: ROOM - 1]
    return {
        "day": day,
        "words": day_words(day),
        "outside": Month.from_day(day) != month,
        "is_today": day == today,
        "rows": shown,
        "more": len(rows) - len(shown) + more,
    }


def _links(month: Month, view: str, today: dt.date) -> dict[str, str]:
    """Return the queries of the previous and next months and of the other view; empty where there is none."""

    def query(to: Month, kind: str = view) -> str:
        return f"?month={to}" + ("&view=list" if kind == LIST else "")

    before, after = month.previous(), month.next()
    return {
        "previous_url": query(before) if before.is_shown() else "",
        "previous_words": before.label if before.is_shown() else "",
        "next_url": query(after) if after.is_shown() else "",
        "next_words": after.label if after.is_shown() else "",
        "today_url": "" if Month.from_day(today) == month else query(Month.from_day(today)),
        "month_url": query(month, MONTH),
        "list_url": query(month, LIST),
    }
