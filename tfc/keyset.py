"""Long lists page by page between two rows: as quick on the last page as on the first, and no row twice.

Each list knows its order and how to say "beyond this row"; here is what all of them read the same way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.http import urlencode

from tfc.query_params import row_number

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Slice(Generic[Row]):
    """Rows in the order of the list, and whether there are pages on either side."""

    rows: list[Row]
    has_previous: bool
    has_next: bool


def from_start(queryset: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """The first page of ``found``, up to ``size`` rows; one query, as for the other two."""
    return slice_first_page(list(queryset[: size + 1]), size)


def slice_first_page(rows: list[Row], size: int) -> Slice[Row]:
    """The first page of rows that were read already, up to ``size`` and one more."""
    return Slice(rows[:size], has_previous=False, has_next=len(rows) > size)


def after(beyond: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """The page that follows a row; ``beyond`` is all that follows it, nearest first."""
    rows, more = _read(beyond, size)
    return Slice(rows, has_previous=bool(rows), has_next=more)


def before(beyond: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """The page that comes ahead of a row; ``beyond`` is all that does, nearest first."""
    rows, more = _read(beyond, size)
    return Slice(rows[::-1], has_previous=more, has_next=bool(rows))


def _read(queryset: "models.QuerySet[Row]", size: int) -> tuple[list[Row], bool]:
    rows = list(queryset[: size + 1])
    return rows[:size], len(rows) > size


def beside(
    queryset: "models.QuerySet[Row]",
    order: Sequence[str],
    query: Mapping[str, str],
    size: int,
    *,
    among: "models.QuerySet[Row] | None" = None,
) -> Slice[Row]:
    """The page of ``found`` that ``?after=`` or ``?before=`` the id of a row asks for, and else the first one.

    ``order``: names of columns that are never empty, the last of them unique; with "-" the highest come first. The row
    that a page begins beside is looked for ``among`` these: what lies in the bin by now still marks its place.
    """
    ordered = queryset.order_by(*order)
    marks = queryset if among is None else among
    for way, read in (("before", before), ("after", after)):
        number = row_number(query.get(way, ""))
        names = [column.removeprefix("-") for column in order]
        mark = marks.filter(pk=number).order_by().values_list(*names).first() if number is not None else None
        if mark is None:
            continue
        beyond = ordered.filter(_beyond(order, mark, backwards=way == "before"))
        if (cut := read(beyond.reverse() if way == "before" else beyond, size)).rows:
            return cut
    return from_start(ordered, size)


def _beyond(order: Sequence[str], mark: Sequence[Any], *, backwards: bool) -> Q:
    wanted, same = Q(), Q()
    for name, value in zip(order, mark, strict=True):
        column = name.removeprefix("-")
        way = "lt" if name.startswith("-") != backwards else "gt"
        wanted |= same & Q(**{f"{column}__{way}": value})
        same &= Q(**{column: value})
    return wanted


def addresses(page_slice: Slice[Any], path: str, extra_params: Mapping[str, Any]) -> dict[str, str]:
    """Of the pages around, for components/pagination.html; ``kept``: what else stands in the address."""
    return {
        "previous_url": f"{path}?{urlencode({**extra_params, 'before': page_slice.rows[0].pk})}"
        if page_slice.has_previous
        else "",
        "next_url": f"{path}?{urlencode({**extra_params, 'after': page_slice.rows[-1].pk})}"
        if page_slice.has_next
        else "",
    }
