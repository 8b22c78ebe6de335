"""The maps of an office's communities, and of all communities."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from charts.maps.drawing import Entry, draw, legend, map_chart, projection_for
from communities.access import OfficeRequest, international_view, office_view
from communities.chart_files import chart_file
from communities.community_pager import get_pager_context, get_town_page
from communities.finding_towns import find_towns
from communities.models import Community, Office
from dashboards.forms.maps import MapForm
from dashboards.map_entries import GetUrl, part_entries, rating_order, stage_entries, stage_order
from dashboards.models import PinnedCommunity
from evaluation.board import get_round_board
from evaluation.models import Round
from tfc.batched_queries import evaluate_together
from tfc.charts import Chart
from tfc.periods import half_year_within
from tfc.read_replica import use_replica
from tfc.tenancy import office_scope
from tfc.text.punctuation import phrases

SMALL = 0.85
# More marks would cover each other and the map.
MARKS = 100


@office_view
@use_replica
@require_safe
def office_map(request: OfficeRequest) -> HttpResponseBase:
    """Show a page of the selected communities, pinned ones first; others are not on the map."""
    form = MapForm(request.GET, half_years=_half_years(request.office))
    pinned = set(PinnedCommunity.objects.for_user(request.user.pk).values_list("community_id", flat=True))
    search = find_towns(request)
    page = get_town_page(request.office, search.towns, request.GET.get("at", ""), search.number, size=MARKS)
    entries = _entries(request.office, form, page.towns)
    context = _context(form, entries, request.office.country, request.office.name)
    if file := chart_file(request, _charts(context)):
        return file
    context |= {
        **get_pager_context(request, page),
        **search.context,
        "form": form,
        "town_form": search.form,
        "entries": sorted(entries, key=lambda entry: entry.community.pk not in pinned),
        "may_pin": not request.is_guest,
        "pinned": pinned,
        "next": request.get_full_path(),
    }
    return render(request, "dashboards/map.html", context | {"eyebrow": request.office.name})


@international_view
@use_replica
@require_safe
def international_map(request: OfficeRequest) -> HttpResponseBase:
    """Show each office's first communities by name, each office in its own scope; an office's own map has all."""
    offices = list(Office.objects.of_countries())
    half_years: set[str] = set()
    for office in offices:
        with office_scope(office.pk):
            half_years.update(_half_years(office))
    form = MapForm(request.GET, half_years=sorted(half_years, reverse=True))
    # Communities have no row-level security, so those of all offices are read at once.
    first = {office: Community.objects.filter(office=office).by_name()[:MARKS] for office in offices}
    evaluate_together(*first.values())
    entries: list[Entry] = []
    for office, towns in first.items():
        with office_scope(office.pk) if form.part else nullcontext():
            entries += _entries(office, form, list(towns))
    left_out = Community.objects.filter(office__in=offices).count() - len(entries)
    context = _context(form, entries, "", "Oasis")
    if file := chart_file(request, _charts(context)):
        return file
    context |= {
        "eyebrow": "Oasis",
        "offices": offices,
        "left_out": left_out,
    }
    with office_scope(request.office.pk):
        return render(request, "dashboards/map.html", context)


def _charts(context: dict[str, Any]) -> list[Chart]:
    return [context["chart"]] if context["chart"] else []


def _half_years(office: Office) -> list[str]:
    rounds = Round.objects.opened().filter(office=office).newest_first()
    return list(rounds.values_list("half_year", flat=True))


def _entries(office: Office, form: MapForm, towns: Sequence[Community]) -> list[Entry]:
    """Return the entries; for a part, call in the office's scope."""
    part, half_year = form.part, form.half_year
    get_url = _make_get_url(office, half_year if part else "")
    if part is None:
        entries = stage_entries(towns, get_url)
    else:
        entries = part_entries(get_round_board(office, half_year), towns, part, half_year, get_url)
    for entry in entries:
        # Set the office already at hand, which the table names, to avoid a query.
        entry.community.office = office
    return entries


def _make_get_url(office: Office, half_year: str) -> GetUrl:
    def get_url(community: Community) -> str:
        url = reverse("dashboards:office-community", args=[office.slug, community.slug])
        return f"{url}?round={half_year}" if half_year else url

    return get_url


def _context(form: MapForm, entries: list[Entry], country: str, source: str) -> dict[str, Any]:
    """Return the map's context. Without a ``country`` it is of all offices, with smaller marks."""
    part = form.part
    projection = projection_for(country, [entry.place for entry in entries if entry.place])
    half_year = half_year_within(form.half_year) if part and form.half_year else ""
    named = f"{part.label} {part.title}" if part else _("Communities by stage")
    title = phrases((named, half_year))
    drawn = draw(title, entries, projection, scale=1.0 if country else SMALL)
    signs = legend(entries, rating_order() if part else stage_order())
    return {
        "form": form,
        "part": part,
        "title": title,
        "chart": map_chart(title, drawn, entries, signs, source) if drawn.svg else None,
        "legend": signs,
        "entries": entries,
        "unplaced": drawn.unplaced,
    }
