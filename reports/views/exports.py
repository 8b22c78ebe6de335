"""Export all figures of a half-year: a community's own, an office's, and those of all offices.

The extension is the format: csv and xlsx for analysis, xml (IATI) and json (DHIS2) for other systems. ?metadata
returns what a DHIS2 administrator imports before the first values.
"""

import json
from collections.abc import Callable, Sequence
from functools import wraps

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from communities.access import (
    CommunityRequest,
    OfficeRequest,
    SignedIn,
    community_view,
    fresh_login,
    international_view,
    office_view,
)
from communities.bulk_exports import bulk_export, bulk_export_of_all
from communities.data_lists import FIGURES
from communities.models import Community, Office, Role
from evaluation.models import Round
from reports.achievements import ACHIEVEMENTS_OF_ALL
from reports.exports import dhis2, iati
from reports.exports.columns import FigureRow
from reports.exports.figure_files import figures_csv, figures_xlsx
from reports.exports.figure_rows import rows_of_community, rows_of_office
from reports.exports.iati_gather import Activity, activities_of_community, activities_of_office
from tfc.csv_text import CONTENT_TYPE
from tfc.disclosure import Reader
from tfc.downloads import attachment
from tfc.lists import FORMATS as LIST_FORMATS
from tfc.lists import ListRequest, build_table, write_table
from tfc.lists.xlsx import MEDIA_TYPE
from tfc.periods import half_year_or_404
from tfc.tenancy import office_scope

FORMATS = CSV, XLSX, IATI, DHIS2 = "csv", "xlsx", "xml", "json"
METADATA = "metadata"


@community_view(Role.MEMBER)
@require_safe
@fresh_login
@bulk_export(FIGURES)
def community_figures(request: CommunityRequest, half_year: str, file_format: str) -> HttpResponse:
    """Exact for the team's own work; formats meant for other systems are masked."""
    period, town = half_year_or_404(half_year), request.community
    if file_format == IATI:
        return _iati(activities_of_community(town, period), town.slug, half_year)
    reader = Reader.NETWORK if file_format == DHIS2 else Reader.COMMUNITY
    rows = rows_of_community(town, period, reader)
    if not rows:
        raise Http404
    return _file(request, rows, town.slug, half_year, file_format)


@office_view
@require_safe
@fresh_login
@bulk_export(FIGURES)
def office_figures(request: OfficeRequest, half_year: str, file_format: str) -> HttpResponse:
    round_ = get_object_or_404(Round.objects.opened(), office=request.office, half_year=half_year)
    if file_format == IATI:
        return _iati(activities_of_office(request.office, round_.period), request.office.slug, half_year)
    rows = rows_of_office(request.office, round_)
    return _file(request, rows, request.office.slug, half_year, file_format)


def _require_opened_round(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Return 404 for a URL that cannot have a file, before the export is logged."""

    @wraps(view)
    def wrapper(request: SignedIn, half_year: str, file_format: str) -> HttpResponseBase:
        if file_format not in FORMATS or not _has_opened_round(half_year):
            raise Http404
        return view(request, half_year=half_year, file_format=file_format)

    return wrapper


def _has_opened_round(half_year: str) -> bool:
    for office in Office.objects.of_countries():
        with office_scope(office.pk):
            if Round.objects.opened().filter(office=office, half_year=half_year).exists():
                return True
    return False


@international_view
@require_safe
@fresh_login
@_require_opened_round
@bulk_export_of_all(FIGURES)
def international_figures(request: SignedIn, half_year: str, file_format: str) -> HttpResponse:
    """Read each office in its own scope; an office without a round in this half-year has no rows."""
    activities: list[Activity] = []
    rows: list[FigureRow] = []
    for office in Office.objects.of_countries():
        with office_scope(office.pk):
            for round_ in Round.objects.opened().filter(office=office, half_year=half_year):
                if file_format == IATI:
                    activities += activities_of_office(office, round_.period)
                else:
                    rows += rows_of_office(office, round_)
    if file_format == IATI:
        return _iati(activities, "oasis", half_year)
    return _file(request, rows, "oasis", half_year, file_format)


@international_view
@require_safe
@fresh_login
@bulk_export_of_all(ACHIEVEMENTS_OF_ALL.code)
def international_achievements(request: OfficeRequest) -> FileResponse:
    """What all offices achieved together, and each of them, by half-year."""
    chosen, office, today = ACHIEVEMENTS_OF_ALL, request.office, timezone.localdate()
    table = build_table(chosen, ListRequest(office, Reader.NETWORK, today))
    written = write_table(table, LIST_FORMATS[CSV])
    name = f"oasis-{chosen.code}-{today:%Y-%m-%d}.csv"
    return FileResponse(written.file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _iati(activities: Sequence[Activity], whose: str, half_year: str) -> HttpResponse:
    if not activities:
        raise Http404
    content = iati.activity_file(activities, made_at=timezone.now())
    return attachment(content, iati.CONTENT_TYPE, f"traffickfree-{whose}-{half_year}.xml")


def _file(
    request: HttpRequest, rows: Sequence[FigureRow], whose: str, half_year: str, file_format: str
) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    name = f"traffickfree-{whose}-{half_year}"
    if file_format == DHIS2:
        is_metadata = METADATA in request.GET
        towns: list[Community] = list({row.community.pk: row.community for row in rows}.values())
        data = dhis2.metadata(towns) if is_metadata else dhis2.data_values(rows)
        ending = f"-{METADATA}" if is_metadata else ""
        return attachment(json.dumps(data), "application/json", f"{name}-dhis2{ending}.json")
    if file_format == XLSX:
        return attachment(figures_xlsx(rows), MEDIA_TYPE, f"{name}.xlsx")
    return attachment(figures_csv(rows), CONTENT_TYPE, f"{name}.csv")
