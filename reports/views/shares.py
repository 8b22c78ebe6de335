"""Share links of a published report: create, list and revoke them; and the page that a link opens."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import (
    LINK_HEADERS,
    CommunityRequest,
    OfficeRequest,
    community_view,
    fresh_login,
    office_view,
    open_view,
)
from communities.models import Role
from communities.visitor_pages import busy_link, link_page
from evaluation.wording import day_text
from reports.actions import shares as actions
from reports.choice import MOST_PICTURES
from reports.forms.reports import LinkForm
from reports.models import Job, Report, ReportShare
from reports.page import build_page_context
from reports.place import Place, get_community_place, get_office_place
from reports.report_job import open_job_scope
from reports.report_lists import get_report_title
from reports.schema import read_snapshot
from reports.views.reports import EACH, build_file_response, picture_answer
from tfc.logins import PUBLIC, use_login
from tfc.query_params import row_number
from tfc.rate_limit import seconds_to_wait
from tfc.tokens import hash_token

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
# Expired links are listed, because users may ask what became of them.
LISTED = 60
# Requests per hour, with the PDF: enough for a council and its community to read at once, but a limit for programs.
MOST_OF_A_LINK = 600


@community_view(Role.COORDINATOR)
@get_or_post
@fresh_login
def report_share(request: CommunityRequest, report_id: int) -> HttpResponse:
    return _share(request, get_community_place(request), report_id)


@office_view
@get_or_post
@fresh_login
def office_report_share(request: OfficeRequest, report_id: int) -> HttpResponse:
    return _share(request, get_office_place(request), report_id)


def _share(request: HttpRequest, place: Place, report_id: int) -> HttpResponse:
    """An office also shares the published reports of its communities; they see who did."""
    report = place.report(report_id)
    if not report.is_published or not place.may_write:
        if not report.is_published:
            messages.info(request, _("Publish the report before you share it."))
        return redirect(place.url("detail", report.pk))
    if request.method == "POST" and "revoke" in request.POST:
        return _revoke(request, place, report)
    newer = report.superseded_by()
    form = LinkForm(request.POST if request.method == "POST" and newer is None else None)
    new_url = _new_link(form, place, report) if form.is_bound and form.is_valid() else ""
    shares = list(report.shares.select_related("made_by").newest_first()[:LISTED])
    context = {
        "report": report,
        "report_title": get_report_title(report, place.office),
        "form": LinkForm() if new_url else form,
        "new_url": new_url,
        "shares": [(share, _meta(share)) for share in shares],
        "back_url": place.url("detail", report.pk),
        "is_theirs": not place.owns(report),
        "newer": newer,
        "newer_url": place.url("share", newer.pk) if newer else "",
    }
    refused = (form.is_bound and not new_url) or (newer and request.method == "POST")
    status = 422 if refused else 200
    return render(request, "reports/share.html", context, status=status)


def _new_link(form: LinkForm, place: Place, report: Report) -> str:
    """Return the new link's URL, which is shown only once; "" with a form error if it could not be created."""
    try:
        token = actions.share_report(
            report=report, by_office=place.community is None, by=place.by, **form.cleaned_data
        )
    except actions.TooManyLinksError:
        form.add_error(None, _("This report has too many links. Revoke one first."))
        return ""
    except actions.SupersededError:
        form.add_error(None, _("Share the newer version."))
        return ""
    return place.request.build_absolute_uri(reverse("reports:report-shared", args=[token]))


def _revoke(request: HttpRequest, place: Place, report: Report) -> HttpResponse:
    number = row_number(request.POST.get("revoke", "")) or 0
    share = get_object_or_404(ReportShare, report=report, pk=number)
    actions.revoke_share(share=share, by=place.by)
    messages.success(request, _("Saved."))
    return redirect(place.url("share", report.pk))


def _meta(share: ReportShare) -> list[str]:
    made = {"who": share.made_by or _("a person"), "day": _day(share.made_at)}
    lines = [
        _("Made by %(who)s of the office, %(day)s") % made
        if share.by_office and share.community_id
        else _("%(day)s, by %(who)s") % made
    ]
    if share.revoked_at:
        lines.append(_("Revoked on %(day)s") % {"day": _day(share.revoked_at)})
    elif share.is_alive:
        lines.append(_("Works until %(day)s") % {"day": _day(share.expires_at)})
    else:
        lines.append(_("Expired on %(day)s") % {"day": _day(share.expires_at)})
    if share.last_seen_on:
        values = {"times": share.views, "day": day_text(share.last_seen_on)}
        opened = ngettext(
            "Opened %(times)s time, last on %(day)s", "Opened %(times)s times, last on %(day)s", share.views
        )
        lines.append(opened % values)
    else:
        lines.append(_("Not opened yet"))
    return lines


def _day(moment: Any) -> str:
    return day_text(timezone.localtime(moment).date())


@open_view
@require_safe
def report_shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the report to the link's holder; ``?file=pdf`` its PDF, ``?picture=1`` one of its pictures. Every invalid
    link gets the same answer.
    """
    response = _open_share(request, token) or link_page("reports/link_expired.html", {}, 410)
    for name, value in LINK_HEADERS.items():
        response.headers[name] = value
    return response


def _open_share(request: HttpRequest, token: str) -> HttpResponse | None:
    number = row_number(token.partition("-")[0])
    if number is None:
        return None
    job = Job.objects.filter(report_id=number).first()
    if job is None:
        return None
    with use_login(PUBLIC), open_job_scope(job, link=hash_token(token)):
        alive = ReportShare.objects.alive().select_related("report__community", "report__office")
        share = alive.filter(report_id=number, token_hash=hash_token(token)).first()
        if share is None:
            return None
        # A reader requests the page once and each of its pictures.
        resource, times = ("picture", MOST_PICTURES) if "picture" in request.GET else ("link", 1)
        if seconds := seconds_to_wait(f"report-{resource}:{share.pk}", MOST_OF_A_LINK * times):
            return busy_link(seconds)
        return _build_share_response(request, share, token)


def _build_share_response(request: HttpRequest, share: ReportShare, token: str) -> HttpResponse | None:
    if request.GET.get("file"):
        return build_file_response(share.report_id, "pdf")
    if "picture" in request.GET:
        return picture_answer(share.report, request.GET["picture"])
    place = share.report.community or share.report.office
    with translation.override(share.report.language), timezone.override(place.zone):
        shows_all_receipts = request.GET.get("receipts") == EACH
        # A request for single receipts is not another view.
        if request.method == "GET" and not shows_all_receipts:
            actions.count_view(share=share)
        response = _page(share.report, token, each_receipt=shows_all_receipts)
        response.headers["Content-Language"] = share.report.language
        return response


def _page(report: Report, token: str, *, each_receipt: bool) -> HttpResponse:
    context = build_page_context(read_snapshot(report.snapshot), each_receipt=each_receipt) | {
        "report": report,
        "report_title": get_report_title(report, report.office),
        "pdf_url": reverse("reports:report-shared", args=[token]) + "?file=pdf",
        "newer": report.superseded_by(),
        "seal": report.snapshot_hash,
    }
    return link_page("reports/shared.html", context)
