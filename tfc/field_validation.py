"""The rules that a model's fields hold for single values, without an object: for thousands of rows at once."""

from collections.abc import Hashable, Mapping
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

# A list says the same few kinds, places and days again and again; long texts are not kept.
VALUES, LONGEST = 5000, 200


def cleaned(model: type[models.Model], values: Mapping[str, Hashable]) -> dict[str, Any]:
    """As ``clean_fields`` of an object with these values would leave them; ValidationError by the names of fields."""
    cleaned_values, errors = {}, {}
    for name, value in values.items():
        try:
            is_long = isinstance(value, str) and len(value) > LONGEST
            cleaned_values[name] = (_cleaned if is_long else _cleaned_once)(model, name, value)
        except ValidationError as error:
            errors[name] = error.error_list
    if errors:
        raise ValidationError(errors)
    return cleaned_values


def _cleaned(model: type[models.Model], name: str, value: Any) -> Any:
    field = model._meta.get_field(name)
    assert isinstance(field, models.Field)  # noqa: S101 - nothing else holds a value
    return value if field.blank and value in field.empty_values else field.clean(value, None)


_cleaned_once = lru_cache(VALUES, typed=True)(_cleaned)
