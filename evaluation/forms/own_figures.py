"""An override as typed: a count, a share as "5/6", or a percentage where only that is known."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from evaluation.instrument import Part, Unit
from tfc.form_fields import normalize_number

SHARE = re.compile(r"(\d{1,7}(?:\.5)?)/(\d{1,7})")


@dataclass(frozen=True)
class OwnFigure:
    """``value``: a count or a percentage. A share also has its parts; a percentage alone has none."""

    value: Decimal
    numerator: Decimal | None = None
    denominator: int | None = None


class OwnFigureField(forms.CharField):
    """The field of one part; cleans to an OwnFigure."""

    def __init__(self, *, part: Part, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.part = part

    def clean(self, value: Any) -> OwnFigure:
        text = "/".join(map(normalize_number, re.split("[/／]", super().clean(value))))
        if self.part.unit == Unit.PERCENT and (share := SHARE.fullmatch(text)):
            return make_share(Decimal(share[1]), int(share[2]))
        is_share = self.part.unit == Unit.PERCENT
        invalid = (
            _("Enter part and whole, such as 5/6, or a percentage, such as 83.")
            if is_share
            else _("Enter a number, such as 1,250.")
        )
        number = forms.DecimalField(max_digits=12, decimal_places=2, error_messages={"invalid": invalid})
        return OwnFigure(number.clean(text.rstrip("% ") if is_share else text))


def make_share(numerator: Decimal, denominator: int) -> OwnFigure:
    """Return a share with its percentage; a denominator of zero gives 0, which the action refuses."""
    value = 100 * numerator / denominator if denominator else Decimal(0)
    return OwnFigure(value.quantize(Decimal("0.01")), numerator, denominator)


def write_own_figure(answer: Any) -> str:
    """Return the field's text for a stored answer."""
    if answer.override_value is None:
        return ""
    if answer.override_numerator is not None:
        return f"{answer.override_numerator.normalize():f}/{answer.override_denominator}"
    return f"{answer.override_value.normalize():f}"
