"""All figures of a half-year as a file: a community's own, an office's, and those of all offices."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
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
from communities.models import Office, Role
from evaluation.exports.columns import Row
from evaluation.exports.figures_csv import figures_csv, rows_of_community, rows_of_office
from evaluation.models import Round
from evaluation.views.receipts import half_year_or_404
from tfc.csv_text import CONTENT_TYPE
from tfc.tenancy import office_scope


@community_view(Role.MEMBER)
@require_safe
@fresh_login
def community_figures(request: CommunityRequest, half_year: str) -> HttpResponse:
    rows = rows_of_community(request.community, half_year_or_404(half_year))
    if not rows:
        raise Http404
    return _file(rows, request.community.slug, half_year)


@office_view
@require_safe
@fresh_login
def office_figures(request: OfficeRequest, half_year: str) -> HttpResponse:
    round_ = get_object_or_404(Round.objects.opened(), office=request.office, half_year=half_year)
    return _file(rows_of_office(request.office, round_), request.office.slug, half_year)


@international_view
@require_safe
@fresh_login
def international_figures(request: SignedIn, half_year: str) -> HttpResponse:
    """Office after office, each in its own scope; one without a round of this half-year has no rows."""
    rows: list[Row] = []
    found = False
    for office in Office.objects.filter(is_international=False).order_by("name"):
        with office_scope(office.pk):
            for round_ in Round.objects.opened().filter(office=office, half_year=half_year):
                found = True
                rows += rows_of_office(office, round_)
    if not found:
        raise Http404
    return _file(rows, "oasis", half_year)


def _file(rows: list[Row], whose: str, half_year: str) -> HttpResponse:
    response = HttpResponse(figures_csv(rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="traffickfree-{whose}-{half_year}.csv"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
