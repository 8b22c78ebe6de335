"""Forbids line breaks in single-line text: in a name one would end an email header, or a line of a calendar or a
file.

The rule applies to every single-line column and form field, including those of libraries, so that no new one is
forgotten. Long texts use another type of column and a larger field.
"""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

# All characters that a reader may take for the end of a line: LF, CR, VT, FF, the separators of ASCII and Unicode, and
# NEL.
LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
MESSAGE = _("This field has one line. Remove the line break.")


def validate_single_line(value: Any) -> None:
    """Raise ValidationError for a text with more than one line."""
    if isinstance(value, str) and LINE_BREAK.search(value):
        raise ValidationError(MESSAGE, code="line_break")


def build_single_line_constraint(column: str, name: str) -> models.CheckConstraint:
    """A check constraint with the same rule for a column that becomes an email subject, however it is written."""
    return models.CheckConstraint(condition=~models.Q(**{f"{column}__regex": r"[\n\r]"}), name=name)


def hold_everywhere() -> None:
    """Apply the rule; called once at the start, since Django has no setting for a rule that all fields of a type
    share.
    """
    models.CharField.default_validators = [validate_single_line]
    validate = forms.CharField.validate

    def validate_lines(field: forms.CharField, value: Any) -> None:
        validate(field, value)
        if not isinstance(field.widget, forms.Textarea):
            validate_single_line(value)

    forms.CharField.validate = validate_lines  # type: ignore[method-assign, assignment]
