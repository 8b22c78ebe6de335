"""The international office: the same figures over all offices."""

from urllib.parse import parse_qsl

from django.http.response import HttpResponseBase
from django.views.decorators.http import require_http_methods

from communities.access import OfficeRequest, international_view
from communities.chart_files import chart_file
from dashboards.figures.document import build_international_document
from dashboards.figures.international import build_overview, receipt_over
from dashboards.figures.sending import Place
from dashboards.international_since import international_since
from dashboards.office_next import international_next
from dashboards.sum_receipts import BY_CODE
from dashboards.views.sent_views import ViewDelivery
from evaluation.receipt_files import is_asked_for, receipt_file
from tfc.read_replica import reads_standby


@international_view
@reads_standby
@require_http_methods(["GET", "HEAD", "POST"])
def international_home(request: OfficeRequest) -> HttpResponseBase:
    """Each office is read in its own scope, and what this person has sent in that of the international one."""
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
