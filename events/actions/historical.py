"""Load an office's results from before it recorded events here."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from communities.models import Office
from events.models import HistoricalActivity
from tfc.tenancy import ScopeError, current_scope

COLUMNS = (
    "place",
    "state",
    "period_start",
    "period_end",
    "activity",
    "kind",
    "sectors",
    "unit",
    "quantity",
    "at_least",
)
# Rows with the same values in these columns are the same result, so that loading a file again, or a corrected one,
# adds no second row.
SAME = ("place", "region", "period_start", "period_end", "activity", "unit")


@transaction.atomic
def load_historical_activities(
    *, office: Office, rows: Iterable[Mapping[str, str | None]]
) -> list[HistoricalActivity]:
    """Load all rows or none, in the office's scope. ``rows`` have the keys COLUMNS, all values as text.

    Dates are ISO, sectors are joined by "|", at_least is "yes" or "no". ValidationError lists each wrong row with its
    number; row 1 is the first one after the header.
    """
    if current_scope().office_id != office.pk:
        raise ScopeError("historical activities are loaded in the scope of their office")
    read: list[dict[str, Any]] = []
    errors: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            read.append(_read(row))
        except ValidationError as error:
            errors += [f"Row {number}: {message}" for message in error.messages]
    if errors:
        raise ValidationError(errors)
    return [
        HistoricalActivity.objects.update_or_create(**{name: values[name] for name in SAME}, defaults=values)[
            0
        ]
        for values in read
    ]


def _read(row: Mapping[str, str | None]) -> dict[str, Any]:
    if missing := [name for name in COLUMNS if row.get(name) is None]:
        raise ValidationError(f"Add the column {missing[0]}.")
    text = {name: (row[name] or "").strip() for name in COLUMNS}
    if any("\x00" in value for value in text.values()):
        raise ValidationError("Null characters are not allowed.")
    values: dict[str, Any] = {
        "place": text["place"],
        "region": text["state"],
        "period_start": _day(text["period_start"]),
        "period_end": _day(text["period_end"]),
        "activity": text["activity"],
        "kind": text["kind"],
        "sectors": [sector.strip() for sector in text["sectors"].split("|") if sector.strip()],
        "unit": text["unit"],
        "quantity": _number(text["quantity"]),
        "at_least": _yes_or_no(text["at_least"]),
    }
    if values["period_end"] < values["period_start"]:
        raise ValidationError("Enter an end after the start.")
    HistoricalActivity(**values).clean_fields(exclude=["office", "sectors"])
    return values


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ValidationError(f"“{text[:40]}” is not a date. Write it as 2013-06-30.") from error


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise ValidationError(f"Enter a whole number of up to 9 digits, not “{text[:40]}”.")
    return int(text)


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValidationError(f"“At least” is “yes” or “no”, not “{text[:40]}”.")
    return text == "yes"
