"""Rules of form fields: numbers as people type them ("1,250.50", "1.250,50", "1 250", "1250,50"), no line break in
single-line text (in a name one would end an email header, or a line of a calendar or a file), no text of invisible
characters alone, no web address but http and https, and fields that are required in some cases only.

The first four apply to every field of their type, including those of libraries, so that no new one is forgotten.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# In India groups have two digits but for the last one: 12,50,000. "0.125" is no thousand.
COMMA_GROUPS = re.compile(r"[1-9]\d{0,2}(?:,\d{2,3})*,\d{3}(?:\.\d+)?")
POINT_GROUPS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
SPACES = re.compile(r"(?<=\d)[ '’](?=\d{3}(?!\d))")
ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")


class NumberInput(forms.TextInput):
    """Opens the number pad on a phone. An input of type "number" drops what is typed as 1,250."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", **(attrs or {})})


class PositiveNumberField(forms.IntegerField):
    """A whole number from 1 on."""

    default_error_messages = {
        "required": _("Enter a number."),
        "invalid": _("Enter a whole number."),
        "min_value": _("Enter a number above zero."),
        "max_value": _("Enter a smaller number."),
    }

    def __init__(self, *, max_value: int, min_value: int = 1, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)


class CountField(PositiveNumberField):
    """A whole number from 0 on."""

    default_error_messages = {"min_value": _("Enter %(limit_value)s or a larger number.")}

    def __init__(self, *, max_value: int, **kwargs: Any) -> None:
        super().__init__(max_value=max_value, min_value=0, **kwargs)


def normalize_number(text: str, decimal_places: int = 0) -> str:
    """Return the number without separators of thousands, and with a decimal point; other text is returned unchanged.

    ValidationError for "1.250", which can be a thousand, where a number has at most two decimals.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    sign = plain[:1] if plain[:1] in {"-", "+"} else ""
    digits = SPACES.sub("", plain[len(sign) :])
    if decimal_places < 3:
        if ONE_POINT.fullmatch(digits):
            message = _(
                "“%(text)s” is unclear: its point may separate thousands or decimals. For thousands, enter %(whole)s."
            )
            raise ValidationError(
                message, "ambiguous", {"text": text.strip(), "whole": sign + digits.replace(".", "")}
            )
        if COMMA_GROUPS.fullmatch(digits):
            return sign + digits.replace(",", "")
        if POINT_GROUPS.fullmatch(digits):
            digits = digits.replace(".", "")
    return sign + digits.replace(",", ".") if re.fullmatch(r"\d+,\d+", digits) else sign + digits


def accept_typed_numbers() -> None:
    """Apply the rule; called once at the start, since Django has no setting for it."""
    forms.IntegerField.widget = NumberInput
    for field_class in (forms.IntegerField, forms.DecimalField):
        field_class.to_python = _with_rule(field_class.to_python)  # type: ignore[method-assign, assignment]


def _with_rule(to_python: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def read(field: Any, value: Any) -> Any:
        if isinstance(value, str) and value:
            # An amount without a fixed number of decimals has two.
            places = getattr(field, "decimal_places", 0)
            value = normalize_number(value, 2 if places is None else places)
        return to_python(field, value)

    return read


AnyField = TypeVar("AnyField", bound=forms.Field)


def conditional(field: AnyField) -> AnyField:
    """Mark a field whose label or help text says when it is required: its label is not followed by "(optional)"."""
    field.label_says_when = True  # type: ignore[attr-defined]
    return field


# All characters that a reader may take for the end of a line: LF, CR, VT, FF, the separators of ASCII and Unicode, and
# NEL.
LINE_BREAK = re.compile("[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
MESSAGE = _("This field has one line. Remove the line break.")


def validate_single_line(value: Any) -> None:
    """Raise ValidationError for a text with more than one line."""
    if isinstance(value, str) and LINE_BREAK.search(value):
        raise ValidationError(MESSAGE, code="line_break")


def _is_visible(value: Any) -> bool:
    """Return False for a text of spaces, control characters and zero-width characters alone; Django refuses null
    characters with a message of its own.
    """
    return not isinstance(value, str) or any(
        unicodedata.category(sign)[0] not in "CZ" or sign == "\0" for sign in value
    )


def build_single_line_constraint(column: str, name: str) -> models.CheckConstraint:
    """A check constraint with the same rule for a column that becomes an email subject, however it is written."""
    return models.CheckConstraint(condition=~models.Q(**{f"{column}__regex": r"[\n\r]"}), name=name)


def require_single_lines() -> None:
    """Apply the rule, and count a text of invisible characters as empty; called once at the start, since Django has
    no setting for a rule that all fields of a type share.
    """
    models.CharField.default_validators = [validate_single_line]
    to_python, validate = forms.CharField.to_python, forms.CharField.validate

    def read_visible(field: forms.CharField, value: Any) -> Any:
        text = to_python(field, value)
        return text if _is_visible(text) else field.empty_value

    def validate_lines(field: forms.CharField, value: Any) -> None:
        validate(field, value)
        if not isinstance(field.widget, forms.Textarea):
            validate_single_line(value)

    forms.CharField.to_python = read_visible  # type: ignore[method-assign, assignment]
    forms.CharField.validate = validate_lines  # type: ignore[method-assign, assignment]


WEB_ADDRESS = URLValidator(schemes=["http", "https"])


def restrict_web_addresses() -> None:
    """Let every form's web address be http or https; called once at the start. A validator of a field comes in addition
    to that of its type, and would repeat its message.
    """
    forms.URLField.default_validators = [WEB_ADDRESS]


def use_plain_messages() -> None:
    """Replace Django's "Ensure this value is greater than or equal to …"; called once at the start."""
    MinValueValidator.message = _("Enter %(limit_value)s or a larger number.")
    MaxValueValidator.message = _("Enter %(limit_value)s or a smaller number.")
    MaxLengthValidator.message = _(
        "This text has %(show_value)s characters. Shorten it to %(limit_value)s or fewer."
    )
