"""The files of a page's charts, at the address of the page that shows them: ``?chart=<code>&as=svg`` or ``csv``."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from communities.access import fresh_login
from tfc.charts.chart import Chart
from tfc.charts.files import data, picture
from tfc.csv_text import CONTENT_TYPE
from tfc.downloads import attachment

WRITERS = {"svg": (picture, "image/svg+xml"), "csv": (data, CONTENT_TYPE)}


def chart_file(request: HttpRequest, charts: Sequence[Chart]) -> HttpResponseBase | None:
    """Return the requested file of a chart, or None if the page itself is requested; 404 for an unknown chart or file
    type.

    The file shows what the page shows to this reader, by the same access decorator; like every download it requires a
    proof not older than ten minutes.
    """
    if "chart" not in request.GET:
        return None
    chart = next((chart for chart in charts if chart.code == request.GET["chart"]), None)
    ending = request.GET.get("as", "")
    if chart is None or ending not in WRITERS or not (chart.is_drawn or ending == "csv"):
        raise Http404
    return fresh_login(_answer)(request, chart=chart, ending=ending)


def _answer(_request: HttpRequest, *, chart: Chart, ending: str) -> HttpResponse:
    write, content_type = WRITERS[ending]
    return attachment(write(chart), content_type, chart.file_name(ending))
