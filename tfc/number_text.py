"""Numbers and percentages as the language of the page writes them."""

import math
from fractions import Fraction
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def number_text(number: int | Fraction | float) -> str:
    """A count as the language writes it; halves keep one decimal, percentages none."""
    return _number_text(number, str(get_language()))


# A page says the same few numbers again and again.
@lru_cache(maxsize=4000)
def _number_text(number: int | Fraction | float, _language: str) -> str:
    exact = Fraction(number)
    if exact.denominator == 1:
        return number_format(int(exact), use_l10n=True, force_grouping=True)
    return number_format(round(float(exact), 1), decimal_pos=1, use_l10n=True)


def percent_text(number: int | Fraction | float) -> str:
    """A percentage without decimals, as 0.4 of a point says nothing about a town."""
    return _percent_text(number, str(get_language()))


@lru_cache(maxsize=4000)
def _percent_text(number: int | Fraction | float, _language: str) -> str:
    return _("%(number)s%%") % {"number": number_format(whole_percent(number), use_l10n=True)}


def whole_percent(number: int | Fraction | float) -> int:
    """Half a point goes up, as people expect; Python's round() would go to the even number."""
    return math.floor(Fraction(number) + Fraction(1, 2))
