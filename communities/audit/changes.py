"""What changed in a record, as text: the name of each changed column, and its old and new value."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from communities.audit.columns import NAMES
from communities.audit.labels import get_table_model
from communities.languages import language_name
from tfc.periods import half_year_within
from tfc.text.line_breaks import moment_words
from tfc.text.punctuation import listed, phrases

# Columns that are not typed by people and mean nothing to them.
HIDDEN_COLUMNS = frozenset({
    "baseline_receipt", "client_id", "community_id", "computed", "created_at", "created_by_id", "failure", "file_key",
    "has_preview", "joint_key", "joint_keys", "local_day", "office_id", "outside_id", "public_address",
    "public_phone", "public_website", "saved_at", "search_text", "service_revision", "sha256", "snapshot",
    "snapshot_hash", "thread", "time_zone",
})  # fmt: skip
# Shown on a page of their own, which records its readers: here only that they changed.
CONFIDENTIAL = {("support_service", "address"), ("support_service", "approved_address")}
# Length of a long text, and of the common text shown before the first difference.
LONGEST, LEAD = 300, 40
Named = Mapping[tuple[str, int], str]


def _language_words(code: str) -> str:
    """Return the language's name; our codes are "es" and "zh-hans", and the list of languages has one Chinese."""
    return language_name(code.partition("-")[0])


# Columns whose values are a code or a bare number.
COLUMN_FORMATTERS = {"half_year": half_year_within, "language": _language_words, "size": filesizeformat}


@dataclass(frozen=True)
class Line:
    """One column: its name, and its old and new value; ``hidden``: only the fact of the change is stored."""

    name: str
    before: str = ""
    after: str = ""
    hidden: bool = False


def get_lines(table: str, details: Mapping[str, Any], names: Named) -> Iterable[Line]:
    for column, values in sorted(_without_ends(details).items()):
        if column in HIDDEN_COLUMNS or column == "deleted_at":
            continue
        if (table, column) in CONFIDENTIAL:
            values = None  # noqa: PLW2901
        field = get_table_field(table, column)
        name = capfirst(get_column_label(field)) if field else column
        if values is None:
            yield Line(name, hidden=True)
        else:
            before, after = (format_value(field, value, names) for value in values)
            texts = (before, after) if before != after else distinguish_values(field, *values)
            if texts:
                yield Line(name, *texts)


def _without_ends(details: Mapping[str, Any]) -> Mapping[str, Any]:
    """Drop an end that no one typed: it is stored as equal to the start and moves with it."""
    starts, ends = details.get("starts_at"), details.get("ends_at")
    if not starts or not ends:
        return details
    typed = [None if end == start else end for start, end in zip(starts, ends, strict=True)]
    rest = {column: values for column, values in details.items() if column != "ends_at"}
    return rest | {"ends_at": typed} if any(typed) else rest


def get_column_label(field: "models.Field[Any, Any]") -> str:
    """Return the name that the model gives the column, or NAMES does; else the identifier, translated."""
    if is_named(field):
        return str(field.verbose_name)
    return str(NAMES.get(field.name) or _(capfirst(str(field.verbose_name))))


def is_named(field: "models.Field[Any, Any]") -> bool:
    """Return True if the model names the field for people, in their language; otherwise Django derives a name from the
    identifier.
    """
    return isinstance(field.verbose_name, Promise)


def get_table_field(table: str, column: str) -> "models.Field[Any, Any] | None":
    meta = get_table_model(table)._meta
    try:
        return meta.get_field(column)  # type: ignore[return-value]
    except FieldDoesNotExist:
        return next((field for field in meta.local_concrete_fields if field.column == column), None)


def format_value(field: "models.Field[Any, Any] | None", value: Any, names: Named) -> str:
    if value is None or value in ("", []):
        return _("empty")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return phrases(format_value(None, part, names) for part in value.values() if part)
    if isinstance(field, models.ForeignKey):
        table = field.related_model._meta.db_table
        return names.get((table, value)) or _("no. %(number)s") % {"number": value}
    return _describe_value(field, value)


def _describe_value(field: "models.Field[Any, Any] | None", value: Any) -> str:
    if formatter := COLUMN_FORMATTERS.get(field.name if field else ""):
        return formatter(value)
    choices = dict(getattr(field, "flatchoices", ()))
    if isinstance(value, list):
        return listed(format_value(field, item, {}) for item in value)
    if value in choices:
        return str(choices[value])
    if isinstance(field, models.DateTimeField):
        return moment_words(timezone.localtime(dt.datetime.fromisoformat(value)))
    if isinstance(field, models.DateField):
        return date_format(dt.date.fromisoformat(value))
    return Truncator(str(value)).chars(LONGEST)


def distinguish_values(
    field: "models.Field[Any, Any] | None", before: Any, after: Any
) -> tuple[str, str] | None:
    """Return distinguishable texts of two values; None if people could not see the difference: a few bytes of a file,
    less than a second.
    """
    if isinstance(field, models.DateTimeField):
        texts = _to_the_second(before), _to_the_second(after)
    elif isinstance(before, str) and isinstance(after, str):
        texts = _from_where_they_differ(before, after)
    else:
        return None
    return None if texts[0] == texts[1] else texts


def _to_the_second(value: str) -> str:
    at = timezone.localtime(dt.datetime.fromisoformat(value))
    return f"{date_format(at)} {at:%H:%M:%S}"


def _from_where_they_differ(before: str, after: str) -> tuple[str, str]:
    alike = sum(1 for _each in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = max(0, alike - LEAD)
    cut = Truncator(before[start:]).chars(LONGEST), Truncator(after[start:]).chars(LONGEST)
    return (f"…{cut[0]}", f"…{cut[1]}") if start else cut
