"""Columns that only the login of accounts may read: other logins get NULL.

Pages of a team or an office load the accounts of its people, but never need their passwords.
"""

from typing import Any

from django.db import models

from tfc.logins import ACCOUNTS, serving


class WithheldCharField(models.CharField):
    """A column that is NULL for all logins but that of accounts. An object loaded that way cannot
    be saved as a whole.
    """

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return (sql, params) if serving() == ACCOUNTS else ("NULL::varchar", ())

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return the deconstruction of a plain CharField, which it is in the database."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
