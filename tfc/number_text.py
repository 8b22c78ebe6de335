"""Numbers and percentages in the format of the page's language."""

import math
from fractions import Fraction
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def number_text(number: int | Fraction | float) -> str:
    """Return a count as the language writes it; halves have one decimal, percentages none."""
    return _number_text(number, str(get_language()))


def count_text(number: int | Fraction | float, *, at_least: bool) -> str:
    """Return "1,200", or "at least 1,200" for a lower bound."""
    text = number_text(number)
    return _("at least %(low)s") % {"low": text} if at_least else text


def range_text(low: str, high: str) -> str:
    """Return "50% to 75%"; one text where both ends are the same."""
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


# Pages repeat the same few numbers.
@lru_cache(maxsize=4000)
def _number_text(number: int | Fraction | float, _language: str) -> str:
    exact = Fraction(number)
    if exact.denominator == 1:
        return number_format(int(exact), use_l10n=True, force_grouping=True)
    return number_format(round(float(exact), 1), decimal_pos=1, use_l10n=True)


def percent_text(number: int | Fraction | float) -> str:
    """Return a percentage without decimals: 0.4 percentage points are meaningless for a community."""
    return _percent_text(number, str(get_language()))


@lru_cache(maxsize=4000)
def _percent_text(number: int | Fraction | float, _language: str) -> str:
    return _("%(number)s%%") % {"number": number_format(round_percent(number), use_l10n=True)}


def round_percent(number: int | Fraction | float) -> int:
    """Round half up, as people expect; Python's round() would round half to even."""
    return math.floor(Fraction(number) + Fraction(1, 2))
