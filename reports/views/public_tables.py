"""What residents know, as the public reads it: only frozen tables; and a preview for coordinators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from communities.access import CommunityRequest, PublicRequest, community_view, public_view
from communities.models import Role
from evaluation.measures import Measurement
from evaluation.models import Figure, PublicTable, Round
from evaluation.public_tables import ENOUGH, PARTS, build_public_content
from reports.public_table_texts import GroupWords, groups_in_words
from support.models import PublicProfile
from support.public_pages import render_public_page, require_published
from tfc.disclosure import Reader
from tfc.locales import parse_language
from tfc.periods import HalfYear

# Three years of half-years, so that the page stays small however long a community exists.
SHOWN = 6


@dataclass(frozen=True)
class TableOnPage:
    """A table to display; ``made_at`` and ``sha256`` are empty for a preview."""

    half_year: HalfYear
    groups: list[GroupWords]
    made_at: datetime | None = None
    sha256: str = ""


@public_view(indexed=True)
@require_published
@gzip_page
@require_safe
def public_figures(request: PublicRequest, profile: PublicProfile) -> HttpResponse:
    return render_public_page(request, "public/figures.html", _context(), has_pages=True)


@community_view(Role.COORDINATOR)
@require_safe
def public_figures_preview(request: CommunityRequest) -> HttpResponse:
    """Show what the public reads or would read, with the newest half-year that is not public yet first."""
    request.chosen_language = parse_language(request.GET.get("lang", ""))  # type: ignore[attr-defined]
    with translation.override(request.chosen_language or translation.get_language()):  # type: ignore[attr-defined]
        context = _context() | {"coming": _coming(request), "is_preview": True}
        has_pages = PublicProfile.objects.filter(is_published=True).exists()
        return render_public_page(request, "public/figures.html", context, has_pages=has_pages)  # type: ignore[arg-type]


def _context() -> dict[str, Any]:
    few, tables = Reader.PUBLIC.value, _frozen()
    newest = tables[0] if tables else None
    return {"newest": newest, "earlier": tables[1:], "few": few, "more": few + 1, "enough": ENOUGH}


def _frozen() -> list[TableOnPage]:
    return [
        TableOnPage(table.period, groups_in_words(table.content), table.made_at, table.sha256)
        for table in _newest()
    ]


def _newest() -> QuerySet[PublicTable]:
    return PublicTable.objects.newest_first()[:SHOWN]


def _coming(request: CommunityRequest) -> TableOnPage | None:
    """Return the table of the newest round without one in which residents were asked, from the figures stored now."""
    rounds = Round.objects.opened().filter(office=request.community.office_id).newest_first()
    made = set(PublicTable.objects.values_list("half_year", flat=True))
    waiting = [round_.period for round_ in rounds if round_.half_year not in made]
    figures_by_half_year: dict[str, dict[str, Measurement]] = {}
    # Filter by community in addition to row-level security: otherwise the query planner reads the figures of the whole
    # office.
    own = Figure.objects.for_communities([request.community.pk])
    figures = own.filter(half_year__in=map(str, waiting), part__in=PARTS.values())
    for figure in figures:
        figures_by_half_year.setdefault(figure.half_year, {})[figure.part] = figure.to_measured()
    coming = [
        TableOnPage(
            half_year, groups_in_words(build_public_content(figures_by_half_year.get(str(half_year), {})))
        )
        for half_year in waiting
    ]
    return next((table for table in coming if table.groups), coming[0] if coming else None)
