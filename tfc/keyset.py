"""Keyset pagination: the last page of a long list is as fast as the first, and no row appears twice.

Each list has its own order and its own condition for rows after a given one; this module has the shared code.
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
    """One page of rows, and whether there are pages before and after it."""

    rows: list[Row]
    has_previous: bool
    has_next: bool


def from_start(queryset: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """Return the first page of ``queryset``, up to ``size`` rows; one query, as for the other pages."""
    return slice_first_page(list(queryset[: size + 1]), size)


def slice_first_page(rows: list[Row], size: int) -> Slice[Row]:
    """Return the first page of rows that were read already, up to ``size`` + 1 of them."""
    return Slice(rows[:size], has_previous=False, has_next=len(rows) > size)


def get_page_after(beyond: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """Return the page after a row; ``beyond`` has all rows after it, nearest first."""
    rows, more = _read(beyond, size)
    return Slice(rows, has_previous=bool(rows), has_next=more)


def get_page_before(beyond: "models.QuerySet[Row]", size: int) -> Slice[Row]:
    """Return the page before a row; ``beyond`` has all rows before it, nearest first."""
    rows, more = _read(beyond, size)
    return Slice(rows[::-1], has_previous=more, has_next=bool(rows))


def _read(queryset: "models.QuerySet[Row]", size: int) -> tuple[list[Row], bool]:
    rows = list(queryset[: size + 1])
    return rows[:size], len(rows) > size


def read_page(
    queryset: "models.QuerySet[Row]",
    order: Sequence[str],
    query: Mapping[str, str],
    size: int,
    *,
    among: "models.QuerySet[Row] | None" = None,
) -> Slice[Row]:
    """Return the page of ``queryset`` after or before the row whose ID is in ``?after=`` or ``?before=``, otherwise
    the first page.

    ``order``: names of columns that are never empty, the last of them unique; "-" means descending. The row with this
    ID is looked up in ``among``, which may include rows in the trash: they still have a position.
    """
    ordered = queryset.order_by(*order)
    marks = queryset if among is None else among
    for way, read in (("before", get_page_before), ("after", get_page_after)):
        number = row_number(query.get(way, ""))
        names = [column.removeprefix("-") for column in order]
        mark = marks.filter(pk=number).order_by().values_list(*names).first() if number is not None else None
        if mark is None:
            continue
        beyond = ordered.filter(_build_condition(order, mark, backwards=way == "before"))
        if (cut := read(beyond.reverse() if way == "before" else beyond, size)).rows:
            return cut
    return from_start(ordered, size)


def _build_condition(order: Sequence[str], mark: Sequence[Any], *, backwards: bool) -> Q:
    wanted, same = Q(), Q()
    for name, value in zip(order, mark, strict=True):
        column = name.removeprefix("-")
        way = "lt" if name.startswith("-") != backwards else "gt"
        wanted |= same & Q(**{f"{column}__{way}": value})
        same &= Q(**{column: value})
    return wanted


def addresses(page_slice: Slice[Any], path: str, extra_params: Mapping[str, Any]) -> dict[str, str]:
    """Return the URLs of the previous and next page for components/pagination.html; ``extra_params``: other query
    parameters.
    """
    return {
        "previous_url": f"{path}?{urlencode({**extra_params, 'before': page_slice.rows[0].pk})}"
        if page_slice.has_previous
        else "",
        "next_url": f"{path}?{urlencode({**extra_params, 'after': page_slice.rows[-1].pk})}"
        if page_slice.has_next
        else "",
    }
