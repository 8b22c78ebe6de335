"""Convert column values to cell text and back: ISO dates and times, plain numbers, true and false, JSON."""

import datetime as dt
import json
import math
import uuid
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from evaluation.figure_queries.receipts import canonical

Column: TypeAlias = models.Field
INVALID = _("“%(text)s” is not a valid value.")

# Column types as Table Schema names them.
TYPES: tuple[tuple[type[Any], str], ...] = (
    (models.JSONField, "any"),
    (ArrayField, "array"),
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "datetime"),
    (models.DateField, "date"),
    (models.TimeField, "time"),
    (models.DecimalField, "number"),
    (models.ForeignKey, "integer"),
    (models.IntegerField, "integer"),
)


class CellError(ValueError):
    """Raised when a cell cannot be read; the message is shown to the user."""


def get_column_type(column: Column) -> str:
    return next((name for kind, name in TYPES if isinstance(column, kind)), "string")


def is_file(column: Column) -> bool:
    """Return whether the column's bytes are stored in a separate file that the cell names."""
    return isinstance(column, models.BinaryField)


def format_cell(column: Column, value: Any) -> str:
    return "" if value is None else _FORMATTERS.get(get_column_type(column), str)(value)


def parse_cell(column: Column, text: str) -> Any:
    """Return the value of a cell. Raises CellError for an invalid value. Text columns keep an empty cell as "", never
    None.
    """
    if "\0" in text:
        raise CellError(INVALID % {"text": text[:40]})
    kind = get_column_type(column)
    if kind == "string" and not isinstance(column, models.UUIDField):
        return text
    if text == "":
        if not column.null:
            raise CellError(INVALID % {"text": ""})
        return None
    try:
        return _PARSERS.get(kind, uuid.UUID)(text)
    except (ValueError, OverflowError, InvalidOperation, RecursionError) as error:
        raise CellError(INVALID % {"text": text[:40]}) from error


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _integer(text: str) -> int:
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 20:
        raise ValueError(text)
    return int(text)


def _number(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or len(text) > 40:
        raise ValueError(text)
    return number


def _moment(text: str) -> dt.datetime:
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _array(text: str) -> list[Any]:
    items = _json(text)
    if not isinstance(items, list):
        raise ValueError(text[:40])
    return items


def _json(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse, parse_float=_float)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _array_text(items: list[Any]) -> str:
    return canonical([item if isinstance(item, int) else str(item) for item in items])


def _moment_text(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


_FORMATTERS: dict[str, Callable[[Any], str]] = {
    "any": canonical,
    "array": _array_text,
    "boolean": lambda flag: "true" if flag else "false",
    "date": dt.date.isoformat,
    "datetime": _moment_text,
    "number": lambda number: format(number, "f"),
    "time": dt.time.isoformat,
}
_PARSERS: dict[str, Callable[[str], Any]] = {
    "any": _json,
    "array": _array,
    "boolean": _boolean,
    "date": dt.date.fromisoformat,
    "datetime": _moment,
    "integer": _integer,
    "number": _number,
    "time": dt.time.fromisoformat,
}
