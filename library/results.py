"""What came of a story and of those who try the same, side by side: words for a figure, and no ranking of a few.

Pure functions. A small count of people never leaves the community that counted it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from library.models import Measure
from tfc.disclosure import Reader

# Below this many adopters with a figure, an order by figure would say more than the figures do.
RANKED_FROM = 5
PEOPLE = (Measure.PERSONS, Measure.CONTACTS)


def is_hidden(figure: int, measure: str, n: int | None, reader: Reader) -> bool:
    """Whether the figure, what is left of n, or n itself, is a small count of people."""
    if measure == Measure.SHARE:
        people = round(figure * (n or 0) / 100)
        return any(reader.hides(count) for count in (n or 0, people, (n or 0) - people))
    if measure in PEOPLE:
        return reader.hides(figure) or (n is not None and (reader.hides(n) or reader.hides(n - figure)))
    return False


def format_figure(figure: int | None, measure: str, n: int | None, reader: Reader) -> str:
    """ "40 of 60", "67% of 60", "not shown", or nothing when nobody counted."""
    if figure is None:
        return ""
    if is_hidden(figure, measure, n, reader):
        return _("not shown: a small number of people")
    amount = number_format(figure, force_grouping=True)
    if measure == Measure.SHARE:
        amount = _("%(share)s%%") % {"share": amount}
    if n is None:
        return amount
    return _("%(amount)s of %(n)s") % {"amount": amount, "n": number_format(n, force_grouping=True)}


@dataclass(frozen=True)
class AdoptionRow:
    """An adopter's row. ``rank_by``: the figure, None where it is unknown or not shown."""

    adoption: Any
    name: str
    figure_text: str
    rank_by: int | None
    is_own: bool


def may_rank(rows: Sequence[AdoptionRow]) -> bool:
    return sum(row.rank_by is not None for row in rows) >= RANKED_FROM


def sort_rows(rows: Sequence[AdoptionRow], *, by_figure: bool) -> list[AdoptionRow]:
    """By the day on which they began; by figure only where enough have one."""
    began = sorted(rows, key=lambda row: (row.adoption.since, row.name))
    if not (by_figure and may_rank(rows)):
        return began
    return sorted(began, key=lambda row: (row.rank_by is None, -(row.rank_by or 0)))
