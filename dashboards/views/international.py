"""The pages of the international office: the same figures over all offices."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from urllib.parse import parse_qsl

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import OfficeRequest, international_view
from communities.actions.visits import away_since
from communities.chart_files import chart_file
from communities.models import OfficeLastVisit
from dashboards.figures.document import build_international_document
from dashboards.figures.international import build_overview, read_offices, receipt_over
from dashboards.models.subscriptions import Place
from dashboards.office_next import international_next
from dashboards.office_since import note_visit_after_response
from dashboards.since_last_visit import News, SinceVisit, build_since_visit
from dashboards.sum_receipts import BY_CODE
from dashboards.views.sent_views import ViewDelivery
from evaluation.board import Board
from evaluation.receipt_files import is_asked_for, receipt_file
from tfc.periods import half_year_within
from tfc.read_replica import use_replica

# The table below lists more than these.
MOST = 8


@international_view
@use_replica
@require_http_methods(["GET", "HEAD", "POST"])
def international_home(request: OfficeRequest) -> HttpResponseBase:
    """Read each office in its own scope, and the user's subscriptions in that of the international office."""
    overview = build_overview(request.GET.dict())
    place = Place(request.office)

    def describe(query: str) -> list[str]:
        view_form = overview.form.same_with(dict(parse_qsl(query)))
        return [view_form.half_year_label, *view_form.describe()]

    sending = ViewDelivery(
        request, place, overview.form.query(), lambda: build_international_document(overview), describe
    )
    if file := chart_file(request, overview.charts):
        return file
    part = BY_CODE.get(request.GET.get("receipt", ""))
    receipt = receipt_over(overview, request.office.slug, part) if part else None
    if receipt and is_asked_for(request):
        return receipt_file(request, receipt.data, receipt.name)
    with place.scope():
        if answer := sending.answer():
            return answer
        step = international_next(request.office, overview.boards)
        context = {
            "overview": overview,
            "sum_receipt": receipt,
            "next": step,
            "since": international_since(request, overview.boards),
        }
        return sending.page("dashboards/international_home.html", context)


@international_view
@use_replica
@require_safe
def international_offices(request: OfficeRequest) -> HttpResponseBase:
    """Show each office with its communities and the state of their surveys."""
    offices = read_offices(request.GET.get("round", ""))
    with Place(request.office).scope():
        return render(request, "dashboards/international_offices.html", {"offices": offices})


def international_since(request: OfficeRequest, boards: Sequence[Board]) -> SinceVisit | None:
    """Return changes in all offices, in the international office's scope; one query. The visit is stored after the
    response.
    """
    now = timezone.now()
    mine = OfficeLastVisit.objects.filter(user=request.user).values_list("at", "before").first()
    at, before = mine or (None, None)
    note_visit_after_response(request, at, before, now)
    since = away_since(at, before, now)
    news = [item for board in boards for item in _list_office_changes(board, since)] if since else []
    return build_since_visit(since, news[:MOST], "")


def _list_office_changes(board: Board, since: datetime) -> Iterator[News]:
    """Yield the office's changes, newest first."""
    for round_ in board.rounds:
        names = {"office": board.office.name, "half_year": half_year_within(round_.half_year)}
        url = f"{reverse('dashboards:office-figures', args=[board.office.slug])}?round={round_.half_year}"
        if round_.closed_at and round_.closed_at > since:
            yield News(_("%(office)s closed %(half_year)s") % names, url, "check")
        elif round_.opened_at and round_.opened_at > since:
            yield News(_("%(office)s opened %(half_year)s") % names, url, "calendar")
