"""The table of an office's board: fifty rows of seven cells, of which a few dozen differ, so each is drawn once."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from evaluation.board import Row
from evaluation.instrument import INDICATORS
from evaluation.measures import IndicatorRating
from tfc.addresses import Addresses

register = template.Library()


@register.simple_tag
def board_rows(rows: Iterable[Row], office: str, half_year: str) -> SafeString:
    """A row of the table for each of these communities."""
    language = str(get_language())
    addresses = Addresses("evaluation:office-community", office)
    found = (
        (
            f"{addresses.of(row.community.slug)}?round={half_year}",
            row.community.name,
            _cells(language, tuple(row.indicators), row.state),
        )
        for row in rows
    )
    return format_html_join("", '<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>', found)


@lru_cache(maxsize=4_000)
def _cells(language: str, ratings: tuple[IndicatorRating, ...], state: str) -> SafeString:
    cells = [_cell(language, at, rating) for at, rating in enumerate(ratings)]
    return format_html("{}" * (len(cells) + 1), *cells, _survey(language, state))


@lru_cache(maxsize=4_000)
def _cell(_language: str, at: int, rating: IndicatorRating) -> SafeString:
    told = {"indicator": INDICATORS[at], "rating": rating}
    return render_to_string("evaluation/parts/board_cell.html", told)


@lru_cache(maxsize=100)
def _survey(_language: str, state: str) -> SafeString:
    return render_to_string("evaluation/parts/board_survey.html", {"state": state})
