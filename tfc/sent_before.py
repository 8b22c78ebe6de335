"""A form names the record that it creates, so sending it twice creates one record; the second time with other content
is a conflict.
"""

import contextlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import models
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from tfc.rate_limit import DAY


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


class SentForm:
    """What an anonymous form with this id sent in the last day, as a keyed hash in the cache, for logins that may not
    read the rows that they write. Without the cache, nothing was sent before.
    """

    def __init__(self, form_id: UUID, *content: str) -> None:
        self.key = f"sent:{form_id.hex}"
        self.digest = salted_hmac(self.key, "\0".join(content), algorithm="sha256").hexdigest()

    def was_sent(self) -> bool:
        """Return True if the form was sent before; SentBeforeError if its content was different."""
        try:
            stored = cache.get(self.key)
        except RedisError:
            return False
        if stored not in (None, self.digest):
            raise SentBeforeError
        return stored is not None

    def remember(self) -> None:
        """Call this after the content was stored."""
        with contextlib.suppress(RedisError):
            cache.set(self.key, self.digest, DAY)
