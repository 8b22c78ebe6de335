"""To which half-years the events of a spreadsheet belong, and what that means for those that are over."""

import datetime as dt
from collections import Counter

from django.utils import timezone
from django.utils.translation import ngettext

from communities.imports.kinds import handed_in
from communities.models import Community
from stakeholders.spans import half_year_label
from tfc.periods import HalfYear


class HalfYears:
    """Counts days by their half-year."""

    def __init__(self, community: Community) -> None:
        self._today = HalfYear.of_instant(timezone.now(), community.zone)
        self._rows: Counter[HalfYear] = Counter()

    def count(self, day: dt.date) -> None:
        self._rows[HalfYear.of(day)] += 1

    def remarks(self) -> list[str]:
        """One sentence a half-year that was handed in, and one for the others that are over."""
        locked = handed_in()
        found = [_of_handed_in(one, self._rows[one]) for one in sorted(self._rows) if one in locked]
        over = sum(rows for one, rows in self._rows.items() if one < self._today and one not in locked)
        if over:
            words = ngettext(
                "%(count)d row is of an earlier half-year whose survey is not handed in. It counts there.",
                "%(count)d rows are of earlier half-years whose surveys are not handed in. They count there.",
                over,
            )
            found.append(words % {"count": over})
        return found


def _of_handed_in(half_year: HalfYear, rows: int) -> str:
    words = ngettext(
        "%(count)d row is of %(half_year)s, whose survey is handed in. It is brought in, and the figures stay as they"
        " were handed in: their receipts will say that it came later. To have them counted anew, ask your office to"
        " return the survey.",
        "%(count)d rows are of %(half_year)s, whose survey is handed in. They are brought in, and the figures stay as"
        " they were handed in: their receipts will say that these came later. To have them counted anew, ask your"
        " office to return the survey.",
        rows,
    )
    return words % {"count": rows, "half_year": half_year_label(half_year)}
