"""Results of a story and its adoptions next to each other: figures as text, and no ranking of a few.

Pure functions. A small count of people is shown only to the community that counted it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from library.models import Measure
from tfc.disclosure import Reader

# With fewer adopters that have a figure, a ranking would claim more than the figures show.
RANKED_FROM = 5


def is_hidden(figure: int, measure: str, n: int | None, reader: Reader) -> bool:
    """Return True if the figure, n minus the figure, or n is a small count of people."""
    if measure == Measure.SHARE:
        people = round(figure * (n or 0) / 100)
        return any(reader.hides(count) for count in (n or 0, people, (n or 0) - people))
    if measure == Measure.CONTACTS:
        return reader.hides(figure) or (n is not None and (reader.hides(n) or reader.hides(n - figure)))
    return False


def format_figure(figure: int | None, measure: str, n: int | None, reader: Reader) -> str:
    """Return "40 of 60", "67% of 60", "not shown", or an empty text if there is no figure."""
    if figure is None:
        return ""
    if is_hidden(figure, measure, n, reader):
        return _("not shown: a small number of people")
    amount = number_format(figure, force_grouping=True)
    if measure == Measure.SHARE:
        amount = _("%(number)s%%") % {"number": amount}
    if n is None:
        return amount
    return pgettext("a share", "%(part)s of %(whole)s") % {
        "part": amount,
        "whole": number_format(n, force_grouping=True),
    }


@dataclass(frozen=True)
class AdoptionRow:
    """An adoption in the list. ``rank_by``: the figure, None if unknown or hidden."""

    adoption: Any
    name: str
    figure_text: str
    rank_by: int | None
    is_own: bool


def may_rank(rows: Sequence[AdoptionRow]) -> bool:
    return sum(row.rank_by is not None for row in rows) >= RANKED_FROM


def sort_rows(rows: Sequence[AdoptionRow], *, by_figure: bool) -> list[AdoptionRow]:
    """Sort by start date; by figure only if enough rows have one."""
    began = sorted(rows, key=lambda row: (row.adoption.since, row.name))
    if not (by_figure and may_rank(rows)):
        return began
    return sorted(began, key=lambda row: (row.rank_by is None, -(row.rank_by or 0)))
