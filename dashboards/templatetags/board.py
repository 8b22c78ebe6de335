"""Template tags for an office's board, whose rows are cached, because few of the fifty rows of seven cells differ."""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from evaluation.board import CommunityRatingsRow
from evaluation.instrument import INDICATORS
from evaluation.measures import IndicatorRating

register = template.Library()


@register.simple_tag
def board_rows(rows: Iterable[CommunityRatingsRow], office: str, half_year: str) -> SafeString:
    """Return a table row for each of these communities."""
    language = str(get_language())
    table_rows = (
        _row(
            language,
            f"{_community_url(office, row.community.slug)}?round={half_year}",
            row.community.name,
            tuple(row.indicators),
            row.state,
        )
        for row in rows
    )
    return _join(table_rows)


@register.simple_tag
def missing_rows(rows: Iterable[CommunityRatingsRow], office: str) -> SafeString:
    """Return the communities whose survey is missing, with their states."""
    language = str(get_language())
    list_rows = (
        _missing(language, _community_url(office, row.community.slug), row.community.name, row.state)
        for row in rows
    )
    return _join(list_rows)


def _community_url(office: str, community: str) -> str:
    return reverse("dashboards:office-community", args=[office, community])


def _join(fragments: Iterable[SafeString]) -> SafeString:
    rows = list(fragments)
    return format_html("{}" * len(rows), *rows)


@lru_cache(maxsize=1_000)
def _missing(_language: str, url: str, name: str, state: str) -> SafeString:
    badge = "components/submission_badge.html"
    context = {"title": name, "url": url, "badge_template": badge, "state": state}
    return render_to_string("components/list_row.html", context)


@lru_cache(maxsize=2_000)
def _row(language: str, url: str, name: str, ratings: tuple[IndicatorRating, ...], state: str) -> SafeString:
    cells = _cells(language, ratings, state)
    return format_html('<tr><th scope="row"><a href="{}">{}</a></th>{}</tr>', url, name, cells)


@lru_cache(maxsize=2_000)
def _cells(language: str, ratings: tuple[IndicatorRating, ...], state: str) -> SafeString:
    cells = [_cell(language, at, rating) for at, rating in enumerate(ratings)]
    return format_html("{}" * (len(cells) + 1), *cells, _survey(language, state))


@lru_cache(maxsize=4_000)
def _cell(_language: str, at: int, rating: IndicatorRating) -> SafeString:
    context = {"indicator": INDICATORS[at], "rating": rating}
    return render_to_string("dashboards/parts/indicator_cell.html", context)


@lru_cache(maxsize=100)
def _survey(_language: str, state: str) -> SafeString:
    return render_to_string("dashboards/parts/survey_status_cell.html", {"state": state})
