"""A form names the record that it makes, so sent twice it makes one; with other content the second is a conflict."""

from collections.abc import Mapping
from typing import Any

from django.db import models


class SentBeforeError(Exception):
    """The form was sent before with other content, which is kept; nothing was written now."""


def check_same_content(row: models.Model, fields: Mapping[str, Any]) -> None:
    """SentBeforeError where the row that this form made holds other values than are sent now.

    A row that was changed since counts as other content as well: whoever sent it must look at what is stored.
    """
    for name, value in fields.items():
        field = row._meta.get_field(name)
        if isinstance(field, models.Field) and _plain(field, value) != _plain(field, getattr(row, name)):
            raise SentBeforeError


def _plain(field: "models.Field[Any, Any]", value: Any) -> Any:
    """As the column holds it, so that a number that was typed is the same as one that was read."""
    if isinstance(value, models.Model):
        return value.pk
    try:
        value = field.to_python(value)
    except (TypeError, ValueError):
        return value
    return list(value) if isinstance(value, list | tuple) else value
