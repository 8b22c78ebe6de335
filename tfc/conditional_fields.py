"""Fields that are required in some cases only."""

from typing import TypeVar

from django import forms

AnyField = TypeVar("AnyField", bound=forms.Field)


def conditional(field: AnyField) -> AnyField:
    """Mark a field whose label or help text says when it is required: its label is not followed by "(optional)"."""
    field.label_says_when = True  # type: ignore[attr-defined]
    return field
