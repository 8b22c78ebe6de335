"""One list for a program with its secret address: no account, no cookie, and no more than the network may see."""

from allauth.account.adapter import get_adapter
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activity.views.lists import get_definitions_url
from communities import actions
from communities.access import DataRequest, data_view
from communities.data_links import link_behind
from communities.data_lists import get_lists
from communities.models import AnyDataLink
from communities.visitor_pages import PLAIN, busy_file
from tfc.disclosure import Reader
from tfc.lists import FORMATS, ListRequest, build_table, write_table
from tfc.rate_limit import seconds_to_wait

# Formats for programs; a workbook is for people.
ENDINGS = ("csv", "json")
# Limits per hour: a program that checks once a minute is served, one that polls without pause is not.
MOST_OF_A_LINK, MOST_UNKNOWN = 60, 30


def render_missing_page(request: HttpRequest) -> HttpResponse:
    """Return the same message for any invalid address. Guesses are counted, by a keyed hash of the client's IP
    address.
    """
    who = salted_hmac("communities.data", get_adapter().get_client_ip(request)).hexdigest()
    if seconds := seconds_to_wait(f"data-unknown:{who}", MOST_UNKNOWN):
        return busy_file(seconds)
    message = _("This link has ended or was revoked.")
    return HttpResponse(f"{message}\n", content_type=PLAIN, status=404)


@data_view(render_missing_page)
@require_safe
def data_file(request: DataRequest, token: str, file_format: str) -> HttpResponseBase:
    today = timezone.localdate()
    link = link_behind(token, request.place, today)
    if link is None or file_format not in ENDINGS:
        raise Http404
    if seconds := seconds_to_wait(f"data-link:{type(link).__name__}:{link.pk}", MOST_OF_A_LINK):
        return busy_file(seconds)
    actions.note_use(link=link, day=today)
    return _answer(request, link, file_format)


def _answer(request: DataRequest, link: AnyDataLink, file_format: str) -> HttpResponseBase:
    """Return the rows; 304 if the program has them already: their hash does not depend on the day."""
    chosen = get_lists(request.place).get(link.list_code)
    if chosen is None or not chosen.may_be_linked:
        raise Http404
    list_request = ListRequest(request.place, Reader.NETWORK, timezone.localdate(), by_link=True)
    table = build_table(chosen, list_request, definitions=get_definitions_url(request.place, chosen))
    written = write_table(table, FORMATS[file_format])
    tag = quote_etag(written.digest)
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        written.file.close()
        return HttpResponse(status=304, headers={"ETag": tag})
    return FileResponse(
        written.file,
        content_type=FORMATS[file_format].media_type,
        headers={"ETag": tag},
    )
