"""Validates single values by the rules of a model's fields, without an object: for thousands of rows at once."""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

# Lists repeat the same few types, places and days, so results are cached; long texts are not.
VALUES, LONGEST = 5000, 200


def clean_values(model: type[models.Model], values: Mapping[str, Hashable]) -> dict[str, Any]:
    """Return the values as ``clean_fields`` of an object would leave them; raise ValidationError by field name."""
    cleaned_values, errors = {}, {}
    for name, value in values.items():
        try:
            is_long = isinstance(value, str) and len(value) > LONGEST
            cleaned_values[name] = (_clean_value if is_long else _cleaned_once)(model, name, value)
        except ValidationError as error:
            errors[name] = error.error_list
    if errors:
        raise ValidationError(errors)
    return cleaned_values


def _clean_value(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - nothing else holds a value
    return value if field.blank and value in field.empty_values else field.clean(value, None)


_cleaned_once = lru_cache(VALUES, typed=True)(_clean_value)
