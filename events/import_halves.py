"""Half-years of the events of a spreadsheet, and the effect of rows in past half-years."""

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import ngettext

from communities.imports.kinds import handed_in
from communities.models import Community
from stakeholders.date_range import half_year_label
from tfc.periods import HalfYear

FACT = "half_year."


@lru_cache(1000)
def half_year_fact(day: dt.date) -> str:
    """Return the key under which rows of this half-year are counted."""
    return f"{FACT}{HalfYear.from_day(day)}"


def half_year_remarks(facts: Mapping[str, int], community: Community) -> list[str]:
    """Return one sentence for each submitted half-year, and one for the other past half-years."""
    rows = {
        HalfYear.parse(name.removeprefix(FACT)): count
        for name, count in facts.items()
        if name.startswith(FACT)
    }
    today, locked = HalfYear.of_instant(timezone.now(), community.zone), handed_in()
    remarks = [_of_handed_in(half_year, rows[half_year]) for half_year in sorted(rows) if half_year in locked]
    over = sum(count for half_year, count in rows.items() if half_year < today and half_year not in locked)
    if over:
        message = ngettext(
            "%(count)d row is of an earlier half-year whose survey is not handed in. It counts there.",
            "%(count)d rows are of earlier half-years whose surveys are not handed in. They count there.",
            over,
        )
        remarks.append(message % {"count": over})
    return remarks


def _of_handed_in(half_year: HalfYear, rows: int) -> str:
    message = ngettext(
        "%(count)d row is of %(half_year)s, whose survey is handed in. It is brought in, and the figures stay as they"
        " were handed in: their receipts will say that it came later. To have them counted anew, ask your office to"
        " return the survey.",
        "%(count)d rows are of %(half_year)s, whose survey is handed in. They are brought in, and the figures stay as"
        " they were handed in: their receipts will say that these came later. To have them counted anew, ask your"
        " office to return the survey.",
        rows,
    )
    return message % {"count": rows, "half_year": half_year_label(half_year)}
