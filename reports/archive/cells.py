"""A value of a column as the text of a cell, and back: ISO days and moments, plain numbers, true and false, JSON."""

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
from django.utils.translation import gettext as _

from evaluation.figure_queries.receipts import canonical

Column: TypeAlias = models.Field

# What Table Schema calls the type of a column.
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
    """A cell that cannot be read; the message is for a person."""


def type_of(column: Column) -> str:
    return next((name for kind, name in TYPES if isinstance(column, kind)), "string")


def is_file(column: Column) -> bool:
    """Its bytes lie beside the tables, and the cell says where."""
    return isinstance(column, models.BinaryField)


def cell(column: Column, value: Any) -> str:
    return "" if value is None else _WRITE.get(type_of(column), str)(value)


def value(column: Column, text: str) -> Any:
    """CellError for what is no such value. Text is taken as it is: an empty cell is an empty text, never None."""
    if "\0" in text:
        raise CellError(_("There is a character in it that no text has."))
    kind = type_of(column)
    if kind == "string" and not isinstance(column, models.UUIDField):
        return text
    if text == "":
        if not column.null:
            raise CellError(_("It is empty."))
        return None
    try:
        return _READ.get(kind, uuid.UUID)(text)
    except (ValueError, OverflowError, InvalidOperation, RecursionError) as error:
        sentence = _("“%(text)s” is no such value.")
        raise CellError(sentence % {"text": text[:40]}) from error


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _integer(text: str) -> int:
    if not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit() or len(text) > 20:
        raise ValueError(text)
    return int(text)


def _number(text: str) -> Decimal:
    found = Decimal(text)
    if not found.is_finite() or len(text) > 40:
        raise ValueError(text)
    return found


def _moment(text: str) -> dt.datetime:
    found = parse_datetime(text)
    if found is None or found.tzinfo is None:
        raise ValueError(text)
    return found


def _array(text: str) -> list[Any]:
    found = _json(text)
    if not isinstance(found, list):
        raise ValueError(text[:40])
    return found


def _json(text: str) -> Any:
    return json.loads(text, parse_constant=_refuse, parse_float=_float)


def _float(text: str) -> float:
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _refuse(text: str) -> Any:
    raise ValueError(text)


def _array_text(found: list[Any]) -> str:
    return canonical([each if isinstance(each, int) else str(each) for each in found])


def _moment_text(found: dt.datetime) -> str:
    return found.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


_WRITE: dict[str, Callable[[Any], str]] = {
    "any": canonical,
    "array": _array_text,
    "boolean": lambda found: "true" if found else "false",
    "date": dt.date.isoformat,
    "datetime": _moment_text,
    "number": lambda found: format(found, "f"),
    "time": dt.time.isoformat,
}
_READ: dict[str, Callable[[str], Any]] = {
    "any": _json,
    "array": _array,
    "boolean": _boolean,
    "date": dt.date.fromisoformat,
    "datetime": _moment,
    "integer": _integer,
    "number": _number,
    "time": dt.time.fromisoformat,
}
