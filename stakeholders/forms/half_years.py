"""A filter of a list by half-year."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stakeholders.date_range import ALL
from tfc.periods import HalfYear, half_year_text

# How many half-years are offered; an address can name others.
OFFERED = 6


class HalfYearFilterForm(forms.Form):
    """``?period=``: a half-year; all records without it, or with "all". Subclasses add filters."""

    period = forms.ChoiceField(label=_("Period"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        half_years = [HalfYear.from_day(timezone.localdate())]
        while len(half_years) < OFFERED:
            half_years.append(half_years[-1].previous())
        named = HalfYear.named(self.data.get("period", ""))
        offered = sorted({*half_years, *([named] if named else [])}, reverse=True)
        self.fields["period"].choices = [  # type: ignore[attr-defined]
            (ALL, _("All records")),
            *((str(half_year), half_year_text(half_year)) for half_year in offered),
        ]

    def clean_period(self) -> str:
        period: str = self.cleaned_data["period"]
        return "" if period == ALL else period

    @property
    def half_year(self) -> HalfYear | None:
        """The chosen half-year of a valid form, None for all records."""
        return HalfYear.named(self.cleaned_data.get("period", ""))

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day of a valid form's period."""
        half_year = self.half_year
        return (half_year.first_day, half_year.last_day) if half_year else (dt.date.min, dt.date.max)

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that are set, for links to other pages of the list."""
        return {name: value for name, value in self.cleaned_data.items() if value}

    def is_narrowed(self) -> bool:
        return bool(self.chosen or self.errors)
