"""Opening hours without JavaScript: two spans per weekday, and one row for Monday to Friday."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.models import Weekday
from support.opening import Hours, Span

SPANS = (0, 1)
WORKDAYS = range(5)
WORKDAYS_ROW = "alike"
DAY_MINUTES = 24 * 60


def _time_field(label: Any) -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"})
    return forms.TimeField(label=label, required=False, widget=widget)


class HoursForm(forms.Form):
    """Opening hours; ``spans()`` after validation.

    Names: ``hours-<weekday 0 to 6, or alike>-<0 or 1>-<opens or closes>``. From Monday to Friday, a day with empty
    fields uses those of the row "alike".
    """

    # Example of hours that end after midnight.
    late, early = dt.time(22), dt.time(6)

    def __init__(self, data: Any = None, *, hours: Iterable[Hours] = ()) -> None:
        super().__init__(data, prefix="hours", initial=_build_initial(hours))
        for row in (WORKDAYS_ROW, *Weekday.values):
            for number in SPANS:
                self.fields[f"{row}-{number}-opens"] = _time_field(_("From"))
                self.fields[f"{row}-{number}-closes"] = _time_field(_("Until"))

    def rows(self) -> list[dict[str, Any]]:
        """Return the rows for the template, each with label, bound fields and errors."""
        names = {WORKDAYS_ROW: _("Monday to Friday")} | dict(Weekday.choices)
        return [{"code": row, "label": label, "spans": self._bound(row)} for row, label in names.items()]

    def _bound(self, row: Any) -> list[dict[str, Any]]:
        pairs = [(self[f"{row}-{number}-opens"], self[f"{row}-{number}-closes"]) for number in SPANS]
        return [
            {
                "fields": [opens, closes],
                "used": bool(opens.value() or closes.value()),
                "has_errors": bool(opens.errors or closes.errors),
            }
            for opens, closes in pairs
        ]

    def has_hours(self) -> bool:
        return any(span["used"] for row in self.rows() for span in row["spans"])

    def clean(self) -> dict[str, Any]:
        for row in (WORKDAYS_ROW, *Weekday.values):
            self._check(row)
        return self.cleaned_data

    def _check(self, row: Any) -> None:
        for number in SPANS:
            names = (f"{row}-{number}-opens", f"{row}-{number}-closes")
            times = [self.cleaned_data.get(name) for name in names]
            if any(name in self.errors for name in names) or (times[0] is None) == (times[1] is None):
                continue
            missing = names[times.index(None)]
            self.add_error(missing, _("Enter both, or neither."))
        spans = self._pairs(row)
        if len(spans) == len(SPANS) and _overlap(spans[0], spans[1]):
            self.add_error(f"{row}-1-opens", _("Enter times without overlap."))

    def _pairs(self, row: Any) -> list[tuple[dt.time, dt.time]]:
        pairs = [
            (self.cleaned_data.get(f"{row}-{number}-opens"), self.cleaned_data.get(f"{row}-{number}-closes"))
            for number in SPANS
        ]
        return [(opens, closes) for opens, closes in pairs if opens is not None and closes is not None]

    def spans(self) -> list[Span]:
        alike = self._pairs(WORKDAYS_ROW)
        spans = []
        for day in Weekday.values:
            pairs = self._pairs(day) or (alike if day in WORKDAYS else [])
            spans += [Span(day, opens, closes) for opens, closes in pairs]
        return spans


def _build_initial(hours: Iterable[Hours]) -> dict[str, dt.time]:
    by_day: dict[int, list[Hours]] = {}
    for span in sorted(hours, key=lambda row: (row.weekday, row.opens)):
        by_day.setdefault(span.weekday, []).append(span)
    initial = {}
    for day, spans in by_day.items():
        for number, span in zip(SPANS, spans, strict=False):
            initial[f"{day}-{number}-opens"] = span.opens
            initial[f"{day}-{number}-closes"] = span.closes
    return initial


def _overlap(first: tuple[dt.time, dt.time], second: tuple[dt.time, dt.time]) -> bool:
    a, b = sorted((_minutes(first), _minutes(second)))
    return b[0] < a[1] or b[1] > a[0] + DAY_MINUTES


def _minutes(span: tuple[dt.time, dt.time]) -> tuple[int, int]:
    """Return minutes from midnight; an end on the next day is above 24 hours."""
    opens, closes = (time.hour * 60 + time.minute for time in span)
    return opens, closes if closes > opens else closes + DAY_MINUTES
