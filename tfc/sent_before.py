"""A form names the record that it creates, so sending it twice creates one record; the second time with other content
is a conflict.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models


class SentBeforeError(Exception):
    """The form was sent before with other content; the stored content stays, and nothing was written now."""


def check_same_content(row: models.Model, fields: Mapping[str, Any]) -> None:
    """Raise SentBeforeError if the row that this form created has other values than are sent now.

    A row that was changed since counts as other content too: the sender must look at what is stored.
    """
    for name, value in fields.items():
        field = row._meta.get_field(name)
        if isinstance(field, models.Field) and _plain(field, value) != _plain(field, getattr(row, name)):
            raise SentBeforeError


def _plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    """Return the value as the column stores it, so that a typed number equals a stored one."""
    if isinstance(value, models.Model):
        return value.pk
    try:
        value = field.to_python(value)
    except (TypeError, ValueError):
        return value
    return list(value) if isinstance(value, list | tuple) else value
