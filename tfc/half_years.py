"""Half-years as text and in URLs."""

from functools import lru_cache

from django.http import Http404
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from tfc.periods import HalfYear


def half_year_or_404(text: str) -> HalfYear:
    """Return the half-year that a part of a URL names; raise Http404 if it names none."""
    if (half_year := HalfYear.named(text)) is None:
        raise Http404
    return half_year


def half_year_text(half_year: HalfYear | str) -> str:
    """Return "January to June 2026", for use alone or at the start of a sentence."""
    return _alone(str(half_year), str(get_language()))


def half_year_within(half_year: HalfYear | str) -> str:
    """Return the same for use inside a sentence: not every language capitalizes months there."""
    return _within(str(half_year), str(get_language()))


@lru_cache(maxsize=400)
def _alone(half_year: str, _language: str) -> str:
    period = HalfYear.parse(half_year)
    year = {"year": period.year}
    return _("January to June %(year)s") % year if period.half == 1 else _("July to December %(year)s") % year


@lru_cache(maxsize=400)
def _within(half_year: str, _language: str) -> str:
    period = HalfYear.parse(half_year)
    if period.half == 1:
        template = pgettext("inside a sentence", "January to June %(year)s")
    else:
        template = pgettext("inside a sentence", "July to December %(year)s")
    return template % {"year": period.year}
