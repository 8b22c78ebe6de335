"""Columns that only the login of accounts reads: the others have no right to them, and get no value.

A page of a team or an office names its people, and so loads their accounts; of their passwords it needs nothing.
"""

from typing import Any

from django.db import models

from tfc.logins import ACCOUNTS, serving


class WithheldCharField(models.CharField):
    """NULL to all but the login of accounts, wherever it is loaded. What was loaded so can not be saved as a whole."""

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return (sql, params) if serving() == ACCOUNTS else ("NULL::varchar", ())

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To migrations it is what it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
