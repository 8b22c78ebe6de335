"""A filter of a list by half-year."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stakeholders.date_range import ALL, get_spans
from tfc.periods import HalfYear

# How many half-years are offered; an address can name others.
OFFERED = 6


class HalfYearFilterForm(forms.Form):
    """``?period=``: a half-year; all records without it, or with "all". Subclasses add filters."""

    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        offered = HalfYear.from_day(today).list_latest(OFFERED)
        if named := HalfYear.named(self.data.get("period", "")):
            offered.append(named)
        _year, *half_years, everything = get_spans(offered, today)
        self.spans = {span.code: span for span in (everything, *half_years)}
        choices = [(span.code, span.label) for span in self.spans.values()]
        self.fields["period"].choices = choices  # type: ignore[attr-defined]

    def clean_period(self) -> str:
        period: str = self.cleaned_data["period"]
        return "" if period == ALL else period

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of a valid form's period."""
        span = self.spans[self.cleaned_data["period"] or ALL]
        return span.first, span.last

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, for links to other pages of the list."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.errors)
