"""The period that a page shows: the last twelve months, a half-year with records, or everything;
and its pagination.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.functions import ExtractQuarter, ExtractYear
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tfc.dates import add_months
from tfc.periods import HalfYear, half_year_text

YEAR, ALL = "year", "all"


@dataclass(frozen=True)
class Span:
    """From ``first`` to ``last``, inclusive."""

    code: str
    label: str
    first: dt.date
    last: dt.date


def get_half_years(rows: "QuerySet[Any]", day: str) -> set[HalfYear]:
    """Return the half-years with rows by their field ``day``; one query."""
    return quarters_to_half_years(get_quarters(rows, day))


def get_quarters(rows: "QuerySet[Any]", day: str) -> "QuerySet[Any, tuple[int, int]]":
    return rows.order_by().values_list(ExtractYear(day), ExtractQuarter(day)).distinct()


def quarters_to_half_years(quarters: Iterable[tuple[int, int]]) -> set[HalfYear]:
    return {HalfYear(year, 1 if quarter <= 2 else 2) for year, quarter in quarters}


def get_spans(half_years: Iterable[HalfYear], today: dt.date) -> list[Span]:
    """Return the last twelve months, then the half-years, newest first, then everything."""
    year = Span(YEAR, _("The last 12 months"), add_months(today, -12) + dt.timedelta(days=1), today)
    halves = [
        Span(str(half_year), half_year_text(half_year), half_year.first_day, half_year.last_day)
        for half_year in sorted(set(half_years), reverse=True)
    ]
    return [year, *halves, Span(ALL, _("All records"), dt.date.min, dt.date.max)]


class SpanForm(forms.Form):
    """A choice among spans; for an invalid one the error is shown, and the first span is used."""

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)

    def __init__(self, data: Any, *, spans: list[Span]) -> None:
        chosen = data if data.get("period") else {"period": spans[0].code}
        super().__init__(chosen)
        self.spans = {span.code: span for span in spans}
        choices = [(span.code, span.label) for span in spans]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]

    def span(self) -> Span:
        code = self.cleaned_data.get("period", "") if self.is_valid() else ""
        return self.spans.get(code) or next(iter(self.spans.values()))


def paginate(
    request: HttpRequest,
    span: Span,
    rows: Sequence[Any],
    size: int,
) -> dict[str, Any]:
    """Return the rows of the page ``?page=``, and the links of the other pages in the same period."""
    page = Paginator(rows, size).get_page(request.GET.get("page"))

    def address(number: int) -> str:
        return f"{request.path}?{urlencode({'period': span.code, 'page': str(number)})}"

    return {
        "rows": list(page.object_list),
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }
